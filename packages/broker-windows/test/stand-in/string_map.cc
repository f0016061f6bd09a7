#include "string_map.h"

#include <utility>
#include <vector>

namespace stand_in {
namespace {

class StringPair final : public Object<wam::IStringPair> {
 public:
  StringPair(std::wstring key, std::wstring value)
      : Object(L"Windows.Foundation.Collections.IKeyValuePair`2<String, String>"),
        key_(std::move(key)),
        value_(std::move(value)) {}

  HRESULT STDMETHODCALLTYPE get_Key(HSTRING* key) override { return ToHString(key_, key); }
  HRESULT STDMETHODCALLTYPE get_Value(HSTRING* value) override { return ToHString(value_, value); }

 private:
  const std::wstring key_;
  const std::wstring value_;
};

class StringPairIterator final : public Object<wam::IStringPairIterator> {
 public:
  explicit StringPairIterator(const Properties& properties)
      : Object(L"Windows.Foundation.Collections.IIterator`1"), pairs_(properties.begin(), properties.end()) {}

  HRESULT STDMETHODCALLTYPE get_Current(wam::IStringPair** current) override {
    if (index_ >= pairs_.size()) return kOutOfBounds;
    const auto& [key, value] = pairs_[index_];
    return HandOut(New<StringPair>(key, value), current);
  }

  HRESULT STDMETHODCALLTYPE get_HasCurrent(boolean* has_current) override {
    *has_current = index_ < pairs_.size();
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE MoveNext(boolean* has_current) override {
    if (index_ >= pairs_.size()) return kOutOfBounds;
    *has_current = ++index_ < pairs_.size();
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE GetMany(UINT32 capacity, wam::IStringPair** items, UINT32* actual) override {
    *actual = 0;
    for (; *actual < capacity && index_ < pairs_.size(); ++index_, ++*actual) {
      const HRESULT result = get_Current(items + *actual);
      if (FAILED(result)) return result;
    }
    return S_OK;
  }

 private:
  const std::vector<std::pair<std::wstring, std::wstring>> pairs_;
  size_t index_ = 0;
};

HRESULT LookupIn(const Properties& properties, HSTRING key, HSTRING* value) {
  if (value == nullptr) return E_POINTER;
  *value = nullptr;
  const auto found = properties.find(ToText(key));
  return found == properties.end() ? kOutOfBounds : ToHString(found->second, value);
}

}  // namespace

StringMap::StringMap(Properties properties)
    : Object(L"Windows.Foundation.Collections.IMap`2<String, String>"), properties_(std::move(properties)) {}

Properties StringMap::Copy() {
  const Guard lock(mutex_);
  return properties_;
}

HRESULT StringMap::Lookup(HSTRING key, HSTRING* value) {
  return LookupIn(Copy(), key, value);
}

HRESULT StringMap::get_Size(UINT32* size) {
  *size = static_cast<UINT32>(Copy().size());
  return S_OK;
}

HRESULT StringMap::HasKey(HSTRING key, boolean* found) {
  *found = Copy().count(ToText(key)) != 0;
  return S_OK;
}

HRESULT StringMap::GetView(wam::IStringMapView** view) {
  return HandOut(New<StringMapView>(Copy()), view);
}

HRESULT StringMap::Insert(HSTRING key, HSTRING value, boolean* replaced) {
  const Guard lock(mutex_);
  *replaced = !properties_.insert_or_assign(ToText(key), ToText(value)).second;
  return S_OK;
}

HRESULT StringMap::Remove(HSTRING key) {
  const Guard lock(mutex_);
  return properties_.erase(ToText(key)) == 0 ? kOutOfBounds : S_OK;
}

HRESULT StringMap::Clear() {
  const Guard lock(mutex_);
  properties_.clear();
  return S_OK;
}

HRESULT StringMap::First(wam::IStringPairIterator** first) {
  return HandOut(New<StringPairIterator>(Copy()), first);
}

StringMapView::StringMapView(Properties properties)
    : Object(L"Windows.Foundation.Collections.IMapView`2<String, String>"), properties_(std::move(properties)) {}

HRESULT StringMapView::Lookup(HSTRING key, HSTRING* value) {
  return LookupIn(properties_, key, value);
}

HRESULT StringMapView::get_Size(UINT32* size) {
  *size = static_cast<UINT32>(properties_.size());
  return S_OK;
}

HRESULT StringMapView::HasKey(HSTRING key, boolean* found) {
  *found = properties_.count(ToText(key)) != 0;
  return S_OK;
}

HRESULT StringMapView::Split(wam::IStringMapView** first, wam::IStringMapView** second) {
  // What a view too small to split answers.
  *first = nullptr;
  *second = nullptr;
  return S_OK;
}

HRESULT StringMapView::First(wam::IStringPairIterator** first) {
  return HandOut(New<StringPairIterator>(properties_), first);
}

}  // namespace stand_in
