#include "phonenet/webhooks/signature.h"

#include <algorithm>
#include <vector>

#include "base/bytes.h"

namespace courtesy::phonenet {

std::string sign(std::string_view auth_token, std::string_view url, const http::Fields& fields) {
  std::vector<std::pair<std::string_view, std::string_view>> sorted(fields.begin(), fields.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  url = url.substr(0, url.find('#'));
  std::size_t size = url.size();
  for (const auto& [name, value] : sorted) size += name.size() + value.size();
  std::string text;
  text.reserve(size);
  text.append(url);
  for (const auto& [name, value] : sorted) text.append(name).append(value);
  return base64(hmac_sha1(auth_token, text));
}

}  // namespace courtesy::phonenet
