#include "http/etag.h"

#include "base/bytes.h"

namespace courtesy::http {
namespace {

constexpr std::size_t tag_digits = 24;

/// A tag is compared weakly: a proxy that compresses on the way makes a weak one of ours.
std::string_view without_weakness(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

bool names(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view one = trimmed(list.substr(0, end));
    if (one == "*" || without_weakness(one) == without_weakness(tag)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

std::string tag_of(std::string_view bytes) { return '"' + hex(sha256(bytes)).substr(0, tag_digits) + '"'; }

bool has_already(const Request& request, std::string_view tag) {
  const auto header = request.header("If-None-Match");
  return header && names(*header, tag);
}

Respond told_once(const Request& request, Respond respond) {
  const std::string known(request.header("If-None-Match").value_or(""));
  return [known, respond = std::move(respond)](Response response) mutable {
    const bool stream = response.header("Content-Type") == "text/event-stream";
    if (response.status != 200 || stream) return respond(std::move(response));
    if (!response.header("ETag")) response.headers.emplace_back("ETag", tag_of(response.body));
    if (names(known, *response.header("ETag"))) {
      response.status = 304;
      response.body.clear();
    }
    respond(std::move(response));
  };
}

}  // namespace courtesy::http
