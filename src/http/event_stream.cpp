#include "http/event_stream.h"

#include <string>

namespace courtesy::http {
namespace {

/// It asks again after so many milliseconds.
constexpr std::string_view head = "retry: 50\n\n";

}  // namespace

Response event_stream(std::string_view events) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}},
          .body = std::string(head).append(events)};
}

}  // namespace courtesy::http
