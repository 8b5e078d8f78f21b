// What goes with a text: its records, and its bytes.
#include <fmt/format.h>

#include <algorithm>

#include "phonenet/api/paging.h"
#include "phonenet/api/render.h"
#include "phonenet/api/rest.h"

namespace courtesy::phonenet {
namespace {

Medium* medium_of(Text& text, std::string_view sid) {
  const auto found = std::find_if(text.media.begin(), text.media.end(),
                                  [&](const Medium& one) { return one.sid == sid && !one.deleted; });
  return found == text.media.end() ? nullptr : &*found;
}

}  // namespace

/// `/Messages/MM…/Media/ME…`: as on a new account, whoever knows both sids gets it.
std::optional<http::Response> Rest::bytes_of_medium(const http::Request& request) {
  const std::string begin = office_.account_uri() + "/Messages/";
  constexpr std::string_view between = "/Media/";
  constexpr std::size_t sid_size = 34;
  std::string_view rest = request.path();
  if (request.method != "GET" || !rest.starts_with(begin)) return std::nullopt;
  rest.remove_prefix(begin.size());
  if (rest.size() != 2 * sid_size + between.size() || rest.substr(sid_size, between.size()) != between) {
    return std::nullopt;
  }
  Text* text = office_.texts.find(rest.substr(0, sid_size));
  const Medium* medium = text == nullptr ? nullptr : medium_of(*text, rest.substr(sid_size + between.size()));
  if (medium == nullptr || medium->content_type.empty()) return not_found(request.path());
  return http::Response{.status = 200, .headers = {{"Content-Type", medium->content_type}}, .body = medium->bytes};
}

http::Response Rest::media(Text& text, const http::Request& request, const Path& path, Parameters& parameters) {
  if (path.size() == 3 && request.method == "GET") {
    check_known(parameters, {"DateCreated", "DateCreated<", "DateCreated>", "PageSize", "Page", "PageToken"});
    const TimeFilter created(parameters, "DateCreated");
    if (parameters.fault()) return refuse(*parameters.fault());
    std::vector<std::string> found;
    for (const Medium& medium : text.media) {
      if (!medium.deleted && created.passes(medium.created)) found.push_back(render(office_, text, medium));
    }
    return slice_response(std::move(found), parameters, "media_list",
                          fmt::format("{}/Messages/{}/Media.json", office_.account_uri(), text.sid));
  }
  Medium* medium = path.size() == 4 ? medium_of(text, path[3]) : nullptr;
  if (medium == nullptr) return not_found(request.path());
  if (request.method == "GET") return http::json_response(200, render(office_, text, *medium));
  if (request.method != "DELETE") return refuse(405, 20004, "Method not allowed");
  medium->deleted = true;
  medium->bytes.clear();
  return http::Response{.status = 204};
}

}  // namespace courtesy::phonenet
