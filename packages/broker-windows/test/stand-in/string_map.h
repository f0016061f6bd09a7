#pragma once

#include <memory>

#include "mutex.h"
#include "object.h"

namespace stand_in {

/// An `IMap<String, String>`. Like the real one it is also iterable.
class StringMap final : public Object<wam::IStringMap, wam::IStringPairIterable> {
 public:
  explicit StringMap(Properties properties = {});

  /// What it holds now.
  Properties Copy();

  HRESULT STDMETHODCALLTYPE Lookup(HSTRING key, HSTRING* value) override;
  HRESULT STDMETHODCALLTYPE get_Size(UINT32* size) override;
  HRESULT STDMETHODCALLTYPE HasKey(HSTRING key, boolean* found) override;
  HRESULT STDMETHODCALLTYPE GetView(wam::IStringMapView** view) override;
  HRESULT STDMETHODCALLTYPE Insert(HSTRING key, HSTRING value, boolean* replaced) override;
  HRESULT STDMETHODCALLTYPE Remove(HSTRING key) override;
  HRESULT STDMETHODCALLTYPE Clear() override;
  HRESULT STDMETHODCALLTYPE First(wam::IStringPairIterator** first) override;

 private:
  Mutex mutex_;
  Properties properties_;
};

/// An `IMapView<String, String>`, iterable too.
class StringMapView final : public Object<wam::IStringMapView, wam::IStringPairIterable> {
 public:
  explicit StringMapView(Properties properties);

  HRESULT STDMETHODCALLTYPE Lookup(HSTRING key, HSTRING* value) override;
  HRESULT STDMETHODCALLTYPE get_Size(UINT32* size) override;
  HRESULT STDMETHODCALLTYPE HasKey(HSTRING key, boolean* found) override;
  HRESULT STDMETHODCALLTYPE Split(wam::IStringMapView** first, wam::IStringMapView** second) override;
  HRESULT STDMETHODCALLTYPE First(wam::IStringPairIterator** first) override;

 private:
  const Properties properties_;
};

}  // namespace stand_in
