#include "phonenet/webhooks/link.h"

#include <algorithm>
#include <vector>

#include "http/message.h"

namespace courtesy::phonenet {

std::string absolute(const twiml::Link& link) {
  if (link.document.empty()) return link.reference;
  auto url = http::resolve_url(link.document, link.reference);
  return url ? std::move(*url) : link.reference;
}

std::string absolute_if_any(const twiml::Link& link) { return link.reference.empty() ? "" : absolute(link); }

std::string sorted_query(std::string_view query) {
  if (query.find('&') == std::string_view::npos) return std::string(query);
  std::vector<std::string_view> all;
  for (std::size_t at = 0; at <= query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    all.push_back(query.substr(at, end - at));
    at = end + 1;
  }
  const auto name = [](std::string_view one) { return one.substr(0, one.find('=')); };
  std::stable_sort(all.begin(), all.end(), [&](auto one, auto other) { return name(one) < name(other); });
  std::string out;
  for (const auto one : all) out.append(out.empty() ? "" : "&").append(one);
  return out;
}

}  // namespace courtesy::phonenet
