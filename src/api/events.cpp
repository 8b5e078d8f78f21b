#include "api/events.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/answer.h"
#include "http/event_stream.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

std::string event(const LedgerRow& row) {
  const std::string appointment = row.appointment ? std::to_string(row.appointment.value()) : "null";
  return fmt::format("id: {}\ndata: {{\"appointment\":{},\"kind\":\"{}\"}}\n\n", row.seq, appointment, row.kind);
}

}  // namespace

Events::Events(Store& store, const Settings& settings) : store_(store), settings_(settings) {}
Events::~Events() = default;

std::size_t Events::waiting() const {
  std::size_t all = 0;
  for (const auto& [account, tail] : tails_) all += tail.waiting.size();
  return all;
}

void Events::wait(AccountId account, std::int64_t after, http::Respond respond) {
  if (waiting() >= most_waiting) {
    return respond(problem(503, "full", "Too many pages are open", "Close some, or try again in a minute."));
  }
  Tail& tail = tails_.try_emplace(account, Tail{.account = account}).first->second;
  tail.waiting.push_front({.after = after, .respond = std::move(respond), .patience = {}});
  const auto mine = tail.waiting.begin();
  mine->patience = settings_.after(patience, [&tail, mine] {
    http::Respond give_up = std::move(mine->respond);
    tail.waiting.erase(mine);
    give_up(http::event_stream(""));
  });
  nudge(tail);
}

void Events::nudge() {
  for (auto& [account, tail] : tails_) nudge(tail);
}

void Events::nudge(const std::vector<AccountId>& accounts) {
  if (accounts.empty()) return nudge();
  for (const AccountId account : accounts) {
    if (const auto tail = tails_.find(account); tail != tails_.end()) nudge(tail->second);
  }
}

void Events::nudge(Tail& tail) {
  if (tail.looking) {
    tail.again = true;
    return;
  }
  if (!tail.waiting.empty()) look(tail);
}

void Events::look(Tail& tail) {
  struct Found {
    std::vector<LedgerRow> rows;
    std::int64_t last = 0;
  };
  tail.looking = true;
  tail.again = false;
  tail.timer.reset();
  std::int64_t after = tail.waiting.front().after;
  for (const auto& waiter : tail.waiting) after = std::min(after, waiter.after);
  auto found = std::make_shared<Found>();
  store_.read(
      tail.account,
      [found, after](Unit& unit) -> Result<void> {
        found->last = TRY(unit.ledger().last_seq());
        found->rows = TRY(unit.ledger().after(after, most_events));
        return {};
      },
      [this, &tail, found, alive = std::weak_ptr(alive_)](Result<void> result) {
        if (alive.expired()) return;
        tail.looking = false;
        if (result) answer(tail, found->rows, found->last);
        if (tail.waiting.empty()) return;
        if (tail.again) return look(tail);
        sleep(tail);
      });
}

void Events::sleep(Tail& tail) {
  tail.timer = settings_.after(look_every, [this, &tail] { nudge(tail); });
}

void Events::answer(Tail& tail, const std::vector<LedgerRow>& rows, std::int64_t last) {
  for (auto waiter = tail.waiting.begin(); waiter != tail.waiting.end();) {
    std::string news;
    // A page that knows more than the ledger has seen another one (a restored copy): it begins again from here.
    if (waiter->after > last)
      news += fmt::format("id: {}\ndata: {{\"appointment\":null,\"kind\":\"restored\"}}\n\n", last);
    for (const auto& row : rows) {
      if (row.seq > waiter->after) news += event(row);
    }
    if (news.empty()) {
      ++waiter;
      continue;
    }
    http::Respond respond = std::move(waiter->respond);
    waiter = tail.waiting.erase(waiter);
    respond(http::event_stream(news));
  }
}

}  // namespace courtesy::api
