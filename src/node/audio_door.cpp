#include "node/audio_door.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "store/audio_files.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view folder = "/audio/";
constexpr std::size_t hash_length = 64;

struct Wanted {
  std::string hash;
  bool mp3 = false;
};
std::optional<Wanted> wanted_by(std::string_view path) {
  if (!path.starts_with(folder)) return std::nullopt;
  path.remove_prefix(folder.size());
  const std::string_view hash = path.substr(0, hash_length);
  const bool is_hash = hash.size() == hash_length && std::all_of(hash.begin(), hash.end(), [](char c) {
                         return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                       });
  const std::string_view ending = path.substr(std::min(path.size(), hash_length));
  if (!is_hash || (ending != ".wav" && ending != ".mp3")) return std::nullopt;
  return Wanted{std::string(hash), ending == ".mp3"};
}

http::Response nothing_here() { return http::text_response(404, "There is nothing here.\n"); }

http::Response sound(const http::Request& request, const Wanted& wanted, std::string_view bytes) {
  http::Response response{.status = 200,
                          .headers = {{"Content-Type", wanted.mp3 ? "audio/mpeg" : "audio/wav"},
                                      {"Cache-Control", "public, max-age=31536000, immutable"},
                                      {"ETag", "\"" + wanted.hash + "\""},
                                      {"X-Content-Type-Options", "nosniff"}}};
  if (request.header("If-None-Match") == response.header("ETag")) {
    response.status = 304;
    return response;
  }
  response.body = bytes;
  return response;
}

}  // namespace

AudioDoor::AudioDoor(Store& store, const flow::Library& flows) : store_(store) {
  for (const auto& [name, flow] : flows.flows()) {
    for (auto& [hash, recording] : flow::recordings_of(flow)) own_.emplace(hash, recording);
  }
}

void AudioDoor::handle(http::Request request, http::Respond respond) {
  if (request.method != "GET" && request.method != "HEAD")
    return respond(http::text_response(405, "Sound is only read.\n"));
  const auto wanted = wanted_by(request.path());
  if (!wanted) return respond(nothing_here());
  if (const auto own = own_.find(wanted->hash); own != own_.end())
    return respond(sound(request, *wanted, own->second.bytes));
  auto bytes = std::make_shared<std::string>();
  store_.read(
      AccountId{},
      [hash = wanted->hash, bytes](Unit& unit) -> Result<void> {
        *bytes = TRY(unit.audio_files().prompt_bytes(hash));
        return {};
      },
      [request = std::move(request), wanted = *wanted, bytes,
       respond = std::move(respond)](Result<void> found) mutable {
        if (found) return respond(sound(request, wanted, *bytes));
        // A gateway that is told so tries again; one that is told of nothing does not.
        respond(found.error().code == ErrorCode::not_found
                    ? nothing_here()
                    : http::text_response(503, "The store cannot be asked now.\n"));
      });
}

}  // namespace courtesy
