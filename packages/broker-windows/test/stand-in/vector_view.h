#pragma once

#include <utility>
#include <vector>

#include "object.h"

namespace stand_in {

/// An `IVectorView` of objects.
template <class Item>
class VectorView final : public Object<wam::IVectorView<Item>> {
 public:
  explicit VectorView(std::vector<ComPtr<Item>> items)
      : Object<wam::IVectorView<Item>>(L"Windows.Foundation.Collections.IVectorView`1"), items_(std::move(items)) {}

  HRESULT STDMETHODCALLTYPE GetAt(UINT32 index, Item** item) override {
    return index < items_.size() ? HandOut(items_[index], item) : kOutOfBounds;
  }

  HRESULT STDMETHODCALLTYPE get_Size(UINT32* size) override {
    *size = static_cast<UINT32>(items_.size());
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE IndexOf(Item* value, UINT32* index, boolean* found) override {
    for (*index = 0; *index < items_.size(); ++*index) {
      if (items_[*index].Get() == value) break;
    }
    *found = *index < items_.size();
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE GetMany(UINT32 start, UINT32 capacity, Item** items, UINT32* actual) override {
    if (start > items_.size()) return kOutOfBounds;
    for (*actual = 0; *actual < capacity && start + *actual < items_.size(); ++*actual) {
      HandOut(items_[start + *actual], items + *actual);
    }
    return S_OK;
  }

 private:
  const std::vector<ComPtr<Item>> items_;
};

}  // namespace stand_in
