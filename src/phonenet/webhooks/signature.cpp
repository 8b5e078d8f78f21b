#include "phonenet/webhooks/signature.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

#include "base/bytes.h"

namespace courtesy::phonenet {
namespace {

/// A field, and its name's first eight bytes as a number: they tell most names apart without a look at the text.
struct Sorted {
  explicit Sorted(const std::pair<std::string, std::string>& field) : name(field.first), value(field.second) {
    for (std::size_t i = 0; i < 8; ++i) {
      beginning = beginning << 8 | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
    }
  }
  bool operator<(const Sorted& other) const {
    if (beginning != other.beginning) return beginning < other.beginning;
    return std::tie(name, value) < std::tie(other.name, other.value);
  }
  bool operator==(const Sorted& other) const { return name == other.name && value == other.value; }

  std::uint64_t beginning = 0;
  std::string_view name;
  std::string_view value;
};

}  // namespace

std::string sign(std::string_view auth_token, std::string_view url, const http::Fields& fields) {
  std::vector<Sorted> sorted(fields.begin(), fields.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  url = url.substr(0, url.find('#'));
  std::size_t size = url.size();
  for (const Sorted& field : sorted) size += field.name.size() + field.value.size();
  std::string text;
  text.reserve(size);
  text.append(url);
  for (const Sorted& field : sorted) text.append(field.name).append(field.value);
  return base64(hmac_sha1(auth_token, text));
}

}  // namespace courtesy::phonenet
