#include "http/files.h"

#include "base/bytes.h"
#include "base/embedded.h"
#include "http/etag.h"

namespace courtesy::http {
namespace {

std::string_view name_of(std::string_view path) {
  return path == "/" ? std::string_view("index.html") : path.substr(std::min<std::size_t>(1, path.size()));
}

std::string_view type_of(std::string_view name) {
  const std::string_view ending = name.substr(std::min(name.rfind('.'), name.size()));
  if (ending == ".html") return "text/html; charset=utf-8";
  if (ending == ".js") return "text/javascript; charset=utf-8";
  if (ending == ".css") return "text/css; charset=utf-8";
  if (ending == ".svg") return "image/svg+xml";
  return "application/octet-stream";
}

bool accepts_gzip(const Request& request) {
  const auto accepted = request.header("Accept-Encoding");
  return accepted && accepted->find("gzip") != std::string_view::npos &&
         accepted->find("gzip;q=0") == std::string_view::npos;
}

}  // namespace

Files::Files(std::string_view folder, std::string hint) : hint_(std::move(hint)) {
  std::map<std::string, std::string_view> found;
  for (const auto& file : embedded_files()) {
    if (file.name.starts_with(folder)) found.emplace(file.name.substr(folder.size()), file.bytes);
  }
  add(found);
}

Files::Files(std::map<std::string, std::string_view> files, std::string hint) : hint_(std::move(hint)) { add(files); }

bool Files::has(std::string_view path) const { return files_.find(name_of(path)) != files_.end(); }

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

Response Files::answer(const Request& request) const {
  const std::string_view path = request.path();
  const auto found = files_.find(name_of(path));
  if (found == files_.end()) {
    return text_response(404, (files_.empty() && path == "/" ? "This program was built without its page "
                                                               "(-DCOURTESY_WEB=OFF). "
                                                             : "There is no such file. ") +
                                  hint_ + "\n");
  }
  const File& file = found->second;
  const bool compressed = !file.compressed.empty() && accepts_gzip(request);
  const std::string tag = '"' + file.tag + (compressed ? "-gz\"" : "\"");
  Response response{.status = 200,
                    .headers = {{"Content-Type", std::string(file.type)},
                                {"ETag", tag},
                                {"Cache-Control", "no-cache"},
                                {"Vary", "Accept-Encoding"}}};
  if (has_already(request, tag)) {
    response.status = 304;
    return response;
  }
  if (compressed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = compressed ? file.compressed : file.bytes;
  return response;
}

}  // namespace courtesy::http
