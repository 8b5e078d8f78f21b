#include "phonenet/api/time_control.h"

#include <charconv>

#include "phonenet/json.h"

namespace courtesy::phonenet {
namespace {

constexpr double longest = 31.0 * 86'400;

std::optional<milliseconds> span_of(std::string_view text) {
  double value = -1;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end || !(value >= 0 && value <= longest)) {
    return std::nullopt;
  }
  return milliseconds{static_cast<std::int64_t>(value * 1'000 + 0.5)};
}

http::Response refusal(int status, std::string_view why) {
  return http::json_response(status, JsonObject().text("error", why).take());
}

}  // namespace

void CountingClient::send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) {
  ++under_way_;
  outside_.send(std::move(request), limits,
                [this, alive = std::weak_ptr(alive_), done = std::move(done)](http::Exchange exchange) mutable {
                  if (alive.expired()) return;
                  --under_way_;
                  done(std::move(exchange));
                  if (answered_) answered_();
                });
}

TimeControl::TimeControl(VirtualTime& time, CountingClient& client, http::Handler& network)
    : time_(time), client_(client), network_(network) {
  client_.on_answer([this] {
    settle();
    go_on();
  });
}

void TimeControl::handle(http::Request request, http::Respond respond) {
  if (request.method == "POST" && request.path() == "/_/advance") return begin(request, std::move(respond));
  network_.handle(std::move(request), std::move(respond));
  settle();
}

void TimeControl::begin(const http::Request& request, http::Respond respond) {
  if (advance_) return respond(refusal(409, "time goes on already: one advance at a time"));
  const auto fields = http::parse_form(request.body);
  if (!fields) return respond(refusal(400, fields.error().message));
  const auto span = span_of(http::field(*fields, "Seconds").value_or(""));
  if (!span) return respond(refusal(400, "Seconds must be a number from 0 to 2678400 (31 days)"));
  const auto until = http::field(*fields, "Until");
  if (until && *until != "idle") return respond(refusal(400, "Until can only be idle"));
  advance_ = Advance{.until = time_.now() + *span, .until_idle = until.has_value(), .respond = std::move(respond)};
  go_on();
}

void TimeControl::settle() {
  while (time_.step(time_.now())) {
  }
}

/// Stops while something is under way; its answer comes back here.
void TimeControl::go_on() {
  while (advance_ && client_.under_way() == 0) {
    if (!time_.step(advance_->until)) return finish();
    ++advance_->events;
  }
}

void TimeControl::finish() {
  Advance done = std::move(*advance_);
  advance_.reset();
  if (!done.until_idle) time_.run_until(done.until);
  JsonObject json;
  json.text("now", to_string(time_.now())).number("events", done.events);
  done.respond(http::json_response(200, json.take()));
}

}  // namespace courtesy::phonenet
