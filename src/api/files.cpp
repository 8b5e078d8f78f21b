#include "api/files.h"

#include "base/bytes.h"
#include "base/embedded.h"

namespace courtesy::api {
namespace {

constexpr std::string_view prefix = "web/";

std::string_view type_of(std::string_view name) {
  const std::string_view ending = name.substr(std::min(name.rfind('.'), name.size()));
  if (ending == ".html") return "text/html; charset=utf-8";
  if (ending == ".js") return "text/javascript; charset=utf-8";
  if (ending == ".css") return "text/css; charset=utf-8";
  if (ending == ".svg") return "image/svg+xml";
  return "application/octet-stream";
}

bool accepts_gzip(const http::Request& request) {
  const auto accepted = request.header("Accept-Encoding");
  return accepted && accepted->find("gzip") != std::string_view::npos &&
         accepted->find("gzip;q=0") == std::string_view::npos;
}

}  // namespace

Files::Files() {
  std::map<std::string, std::string_view> found;
  for (const auto& file : embedded_files()) {
    if (file.name.starts_with(prefix)) found.emplace(file.name.substr(prefix.size()), file.bytes);
  }
  add(found);
}

Files::Files(std::map<std::string, std::string_view> files) { add(files); }

void Files::add(const std::map<std::string, std::string_view>& files) {
  for (const auto& [name, bytes] : files) {
    if (name.ends_with(".gz")) continue;
    const auto compressed = files.find(name + ".gz");
    files_[name] = {.bytes = bytes,
                    .compressed = compressed == files.end() ? std::string_view{} : compressed->second,
                    .tag = hex(sha256(bytes)).substr(0, 16),
                    .type = type_of(name)};
  }
}

http::Response Files::answer(const http::Request& request) const {
  const std::string_view path = request.path();
  const auto found =
      files_.find(path == "/" ? std::string_view("index.html") : path.substr(std::min<std::size_t>(1, path.size())));
  if (found == files_.end()) {
    return files_.empty() && path == "/"
               ? http::text_response(
                     404, "This program was built without its page (-DCOURTESY_WEB=OFF). The API is at /api/v1.\n")
               : http::text_response(404, "There is no such file. The page is at /, the API at /api/v1.\n");
  }
  const File& file = found->second;
  const bool compressed = !file.compressed.empty() && accepts_gzip(request);
  const std::string tag = '"' + file.tag + (compressed ? "-gz\"" : "\"");
  http::Response response{.status = 200,
                          .headers = {{"Content-Type", std::string(file.type)},
                                      {"ETag", tag},
                                      {"Cache-Control", "no-cache"},
                                      {"Vary", "Accept-Encoding"}}};
  if (request.header("If-None-Match") == std::string_view(tag)) {
    response.status = 304;
    return response;
  }
  if (compressed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = compressed ? file.compressed : file.bytes;
  return response;
}

}  // namespace courtesy::api
