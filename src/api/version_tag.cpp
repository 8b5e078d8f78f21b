#include "api/version_tag.h"

#include <fmt/format.h>

#include <string_view>

#include "base/whole_number.h"
#include "http/etag.h"

namespace courtesy::api {

boost::json::object noted(boost::json::object page, const VersionTag& tag) {
  *tag = page.at("version").as_int64();
  return page;
}

http::Respond tagged(VersionTag tag, http::Respond respond) {
  return [tag = std::move(tag), respond = std::move(respond)](http::Response response) mutable {
    if (response.status == 200)
      response.headers.emplace_back("ETag", fmt::format("\"{}.{}", *tag, http::tag_of(response.body).substr(1)));
    respond(std::move(response));
  };
}

std::optional<std::int64_t> expected_in(const http::Request& request) {
  const auto header = request.header("If-Match");
  if (!header || *header == "*") return std::nullopt;
  std::string_view text = *header;
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return whole_number<std::int64_t>(text.substr(0, text.find('.'))).value_or(-1);
}

}  // namespace courtesy::api
