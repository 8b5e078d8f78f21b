// Lists in pages, as the classic API has them: newest first, relative URIs, a token that stands still while records
// arrive.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "phonenet/api/parameters.h"
#include "phonenet/json.h"

namespace courtesy::phonenet {

/// A page that was asked for. The token is PA (older than) or PB (newer than) and a sid.
struct PageRequest {
  std::int64_t size = 50;
  std::int64_t page = 0;
  std::string token;
};
PageRequest read_page_request(Parameters& parameters);

/// The envelope around `records`, each JSON. `path` is the resource's own; `first` and `last` are sids, empty for an
/// empty page.
struct PageParts {
  std::string_view key;  ///< `calls`
  std::string_view path;
  const http::Fields& filters;
  const PageRequest& request;
  std::vector<std::string> records;
  std::string first;
  std::string last;
  bool more = false;
};
http::Response page_response(PageParts parts);

/// The page of `records` (each JSON, in the order of the list) that was asked for, by its number: for lists that only
/// grow at their end.
http::Response slice_response(std::vector<std::string> records, Parameters& parameters, std::string_view key,
                              std::string_view path);

template <typename Record>
const Record& record_of(const Record& record) {
  return record;
}
template <typename Record>
const Record& record_of(const Record* record) {
  return *record;
}

/// Lists what `wanted` of `all` (records, or pointers to them; oldest first), newest first. `render` makes its JSON.
template <typename Records, typename Wanted, typename Render>
http::Response list_page(const Records& all, Parameters& parameters, std::string_view key, std::string_view path,
                         const Wanted& wanted, const Render& render) {
  const PageRequest request = read_page_request(parameters);
  PageParts parts{.key = key, .path = path, .filters = parameters.all(), .request = request};
  const auto size = static_cast<std::size_t>(request.size);
  const std::string_view sid = std::string_view(request.token).substr(std::min<std::size_t>(2, request.token.size()));
  const auto is_named = [&](const auto& one) { return record_of(one).sid == sid; };
  const auto passes = [&](const auto& one) { return !record_of(one).deleted && wanted(record_of(one)); };
  std::vector<decltype(&record_of(*all.begin()))> found;
  if (request.token.starts_with("PB")) {
    // The page before: what is just newer than that record, found from the oldest.
    auto at = std::find_if(all.begin(), all.end(), is_named);
    for (at = at == all.end() ? at : std::next(at); at != all.end() && found.size() < size; ++at) {
      if (passes(*at)) found.push_back(&record_of(*at));
    }
    std::reverse(found.begin(), found.end());
    parts.more = true;
  } else {
    auto at = all.rbegin();
    std::int64_t skip = 0;
    if (request.token.starts_with("PA")) {
      at = std::find_if(all.rbegin(), all.rend(), is_named);
      if (at != all.rend()) ++at;
    } else {
      skip = request.page * request.size;
    }
    for (; at != all.rend() && found.size() <= size; ++at) {
      if (!passes(*at) || skip-- > 0) continue;
      found.push_back(&record_of(*at));
    }
    parts.more = found.size() > size;
    if (parts.more) found.pop_back();
  }
  if (!found.empty()) {
    parts.first = found.front()->sid;
    parts.last = found.back()->sid;
  }
  for (const auto* record : found) parts.records.push_back(render(*record));
  return page_response(std::move(parts));
}

/// Day or instant in filters like StartTime, StartTime<, StartTime>: a day counts whole (UTC), both bounds belong to
/// it. Keeps a fault for what is neither.
class TimeFilter {
 public:
  TimeFilter(Parameters& parameters, std::string_view name);
  /// True for whatever passes all that were given; without a time only where none was.
  bool passes(std::optional<Instant> time) const;

 private:
  bool given_ = false;
  Instant from_ = Instant::min();
  Instant until_ = Instant::max();  ///< not in it
};

}  // namespace courtesy::phonenet
