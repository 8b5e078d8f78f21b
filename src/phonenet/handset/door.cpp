#include "phonenet/handset/door.h"

#include <fmt/format.h>

#include "base/whole_number.h"
#include "http/event_stream.h"
#include "http/guards.h"

namespace courtesy::phonenet {
namespace {

std::uint64_t last_seen(const http::Request& request) {
  if (const auto header = request.header("Last-Event-ID")) return whole_number<std::uint64_t>(*header).value_or(0);
  const auto fields = http::parse_form(request.query());
  if (!fields) return 0;
  return whole_number<std::uint64_t>(http::field(*fields, "after").value_or("")).value_or(0);
}

}  // namespace

Door::Door(Loop& loop, const Clock& clock, Pulse& pulse, http::Handler& inside, http::Files files)
    : loop_(loop), clock_(clock), pulse_(pulse), inside_(inside), files_(std::move(files)) {
  pulse_.set_listener([this] { beat(); });
}

Door::~Door() { pulse_.set_listener({}); }

void Door::handle(http::Request request, http::Respond respond) {
  const bool control = request.path().starts_with("/_/");
  const bool file = !control && (request.method == "GET" && (request.path() == "/" || files_.has(request.path())));
  if (!control && !file) return inside_.handle(std::move(request), std::move(respond));
  guarded(std::move(request), [respond = std::move(respond)](http::Response response) mutable {
    http::secure(response);
    respond(std::move(response));
  });
}

void Door::guarded(http::Request request, http::Respond respond) {
  const auto host = http::host_of(request);
  if (!host || !http::is_local_name(*host)) {
    return respond(http::text_response(421, "The phone network answers to localhost and 127.0.0.1 only.\n"));
  }
  if (request.method != "GET" && http::is_from_another_page(request)) {
    return respond(http::text_response(403, "Another page may change nothing here.\n"));
  }
  if (!request.path().starts_with("/_/")) return respond(files_.answer(request));
  if (request.path() == "/_/events") return wait(request, std::move(respond));
  inside_.handle(std::move(request), std::move(respond));
}

void Door::wait(const http::Request& request, http::Respond respond) {
  if (request.method != "GET") return respond(http::text_response(405, "Events are only read.\n"));
  if (waiting_.size() >= most_waiting) return respond(http::text_response(503, "Too many pages are open.\n"));
  waiting_.push_front({.after = last_seen(request), .respond = std::move(respond), .patience = {}});
  const auto mine = waiting_.begin();
  mine->patience = loop_.at(clock_.uptime() + patience, [this, mine] {
    http::Respond give_up = std::move(mine->respond);
    waiting_.erase(mine);
    give_up(http::event_stream(""));
  });
  beat();
}

/// What happens at one time is told at one time.
void Door::beat() {
  if (waiting_.empty() || std::exchange(told_soon_, true)) return;
  loop_.post([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) tell();
  });
}

void Door::tell() {
  told_soon_ = false;
  const std::uint64_t now = pulse_.count();
  for (auto waiter = waiting_.begin(); waiter != waiting_.end();) {
    // Whoever has seen more has seen another network: they begin again.
    if (waiter->after == now) {
      ++waiter;
      continue;
    }
    http::Respond respond = std::move(waiter->respond);
    waiter = waiting_.erase(waiter);
    respond(http::event_stream(fmt::format("id: {}\ndata: {{}}\n\n", now)));
  }
}

}  // namespace courtesy::phonenet
