#include "api/events.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/answer.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

/// A browser's EventSource asks again after so many milliseconds.
constexpr std::string_view head = "retry: 50\n\n";

http::Response stream(std::string body) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

std::string event(const LedgerRow& row) {
  const std::string appointment = row.appointment ? std::to_string(row.appointment.value()) : "null";
  return fmt::format("id: {}\ndata: {{\"appointment\":{},\"kind\":\"{}\"}}\n\n", row.seq, appointment, row.kind);
}

}  // namespace

Events::Events(Store& store, const Settings& settings) : store_(store), settings_(settings) {}
Events::~Events() = default;

void Events::wait(std::int64_t after, http::Respond respond) {
  if (waiting_.size() >= most_waiting) {
    return respond(problem(503, "full", "Too many pages are open", "Close some, or try again in a minute."));
  }
  waiting_.push_front({.after = after, .respond = std::move(respond), .patience = {}});
  const auto mine = waiting_.begin();
  mine->patience = settings_.after(patience, [this, mine] {
    http::Respond give_up = std::move(mine->respond);
    waiting_.erase(mine);
    give_up(stream(std::string(head)));
  });
  nudge();
}

void Events::nudge() {
  if (looking_) {
    again_ = true;
    return;
  }
  if (!waiting_.empty()) look();
}

void Events::look() {
  struct Found {
    std::vector<LedgerRow> rows;
    std::int64_t last = 0;
  };
  looking_ = true;
  again_ = false;
  timer_.reset();
  std::int64_t after = waiting_.front().after;
  for (const auto& waiter : waiting_) after = std::min(after, waiter.after);
  auto found = std::make_shared<Found>();
  store_.read(
      settings_.account,
      [found, after](Unit& unit) -> Result<void> {
        found->last = TRY(unit.ledger().last_seq());
        found->rows = TRY(unit.ledger().after(after, most_events));
        return {};
      },
      [this, found, alive = std::weak_ptr(alive_)](Result<void> result) {
        if (alive.expired()) return;
        looking_ = false;
        if (result) answer(found->rows, found->last);
        if (waiting_.empty()) return;
        if (again_) return look();
        sleep();
      });
}

void Events::sleep() {
  timer_ = settings_.after(look_every, [this] { nudge(); });
}

void Events::answer(const std::vector<LedgerRow>& rows, std::int64_t last) {
  for (auto waiter = waiting_.begin(); waiter != waiting_.end();) {
    std::string body(head);
    // A page that knows more than the ledger has seen another one (a restored copy): it begins again from here.
    if (waiter->after > last)
      body += fmt::format("id: {}\ndata: {{\"appointment\":null,\"kind\":\"restored\"}}\n\n", last);
    for (const auto& row : rows) {
      if (row.seq > waiter->after) body += event(row);
    }
    if (body.size() == head.size()) {
      ++waiter;
      continue;
    }
    http::Respond respond = std::move(waiter->respond);
    waiter = waiting_.erase(waiter);
    respond(stream(std::move(body)));
  }
}

}  // namespace courtesy::api
