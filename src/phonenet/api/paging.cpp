#include "phonenet/api/paging.h"

#include <fmt/format.h>

#include <iterator>

namespace courtesy::phonenet {
namespace {

bool is_page_field(std::string_view name) { return name == "Page" || name == "PageSize" || name == "PageToken"; }

std::string uri(const PageParts& parts, std::int64_t page, std::string_view token) {
  http::Fields fields;
  for (const auto& field : parts.filters) {
    if (!is_page_field(field.first)) fields.push_back(field);
  }
  fields.emplace_back("PageSize", std::to_string(parts.request.size));
  fields.emplace_back("Page", std::to_string(page));
  if (!token.empty()) fields.emplace_back("PageToken", token);
  return fmt::format("{}?{}", parts.path, http::encode_form(fields));
}

struct Reading {
  Instant begin;
  Instant end;  ///< not in it
};

std::optional<Reading> read_time(std::string_view text) {
  if (const auto instant = parse_instant(text)) return Reading{*instant, *instant + milliseconds{1}};
  if (const auto date = parse_date(text)) {
    const Instant begin{date->time_since_epoch()};
    return Reading{begin, begin + hours{24}};
  }
  return std::nullopt;
}

}  // namespace

PageRequest read_page_request(Parameters& parameters) {
  PageRequest request;
  request.size = parameters.number("PageSize", 50, 1, 1'000'000, 20001);
  request.size = std::min<std::int64_t>(request.size, 1'000);
  request.page = parameters.number("Page", 0, 0, 1'000'000, 20001);
  request.token = parameters.get("PageToken");
  return request;
}

http::Response page_response(PageParts parts) {
  std::string array = "[";
  for (const std::string& record : parts.records) array.append(array.size() > 1 ? "," : "").append(record);
  array += ']';
  const PageRequest& asked = parts.request;
  const std::int64_t start = asked.page * asked.size;
  const auto count = static_cast<std::int64_t>(parts.records.size());
  JsonObject json;
  json.raw(parts.key, array).number("page", asked.page).number("page_size", asked.size);
  json.number("start", start).number("end", count == 0 ? start : start + count - 1);
  json.text("uri", uri(parts, asked.page, asked.token)).text("first_page_uri", uri(parts, 0, ""));
  if (parts.more && !parts.last.empty()) {
    json.text("next_page_uri", uri(parts, asked.page + 1, "PA" + parts.last));
  } else {
    json.null("next_page_uri");
  }
  if (asked.page > 0 && !parts.first.empty()) {
    json.text("previous_page_uri", uri(parts, asked.page - 1, asked.page == 1 ? "" : "PB" + parts.first));
  } else {
    json.null("previous_page_uri");
  }
  return http::json_response(200, json.take());
}

http::Response slice_response(std::vector<std::string> records, Parameters& parameters, std::string_view key,
                              std::string_view path) {
  const PageRequest request = read_page_request(parameters);
  if (parameters.fault()) return problem_response(*parameters.fault());
  const auto size = static_cast<std::size_t>(request.size);
  const std::size_t first = std::min(records.size(), size * static_cast<std::size_t>(request.page));
  const std::size_t last = std::min(records.size(), first + size);
  PageParts parts{.key = key, .path = path, .filters = parameters.all(), .request = request};
  const auto begin = std::make_move_iterator(records.begin());
  parts.records.assign(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last));
  parts.first = std::to_string(first);
  parts.last = std::to_string(last);
  parts.more = last < records.size();
  return page_response(std::move(parts));
}

TimeFilter::TimeFilter(Parameters& parameters, std::string_view name) {
  for (const auto* suffix : {"", "<", ">"}) {
    const std::string field = std::string(name) + suffix;
    if (!parameters.has(field)) continue;
    const std::string text = parameters.get(field);
    const auto reading = read_time(text);
    if (!reading) {
      parameters.refuse(20001, fmt::format("{} must be YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ, not '{}'", field, text));
      continue;
    }
    given_ = true;
    if (*suffix != '<') from_ = std::max(from_, reading->begin);
    if (*suffix != '>') until_ = std::min(until_, reading->end);
  }
}

bool TimeFilter::passes(std::optional<Instant> time) const {
  if (!given_) return true;
  return time && *time >= from_ && *time < until_;
}

}  // namespace courtesy::phonenet
