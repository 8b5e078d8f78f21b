// The dispatcher's other half: from the intent to the written ending.
#include <algorithm>

#include "dispatch/dispatcher.h"
#include "dispatch/reconcile.h"
#include "store/failsafe.h"
#include "store/progress.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// Of the places in flight, for one of several accounts that are due at once: what an account has due beyond its places
/// must wait for others, so it gets too many rather than too few.
constexpr int least_share = 32;
/// Beyond what an account was counted to have due: for what has become due since.
constexpr int spare_places = 4;
/// Who finds no place waits for a second at least. So an account is not begun for the few places that happen to be free
/// while more are about to be: as many as it has due, or this part of all that may be in flight.
constexpr int worth_waiting_for = 10;
/// Not for longer after a look: what is in flight may take its time.
constexpr milliseconds waited_for{250};
constexpr milliseconds passed_over_for{50};
constexpr seconds debt_wait{1};
constexpr seconds longest_debt_wait{30};
/// A driver gives up by itself before that; what it says later still counts.
constexpr seconds send_deadline{40};
static_assert(send_within + send_deadline < asked_after, "an attempt's lease must outlast its sending");

/// The gateway's answer. Its `detail` is in our own words, without the recipient (queue/attempt.h).
LedgerBody ending_body(const Ending& ending) {
  LedgerBody body;
  body.plain("ending", to_string(ending.kind)).plain("provider_id", ending.provider_id);
  if (!ending.code.empty()) body.plain("code", ending.code);
  if (!ending.detail.empty()) body.plain("detail", ending.detail);
  if (ending.opted_out) body.plain("opted_out", "yes");
  return body;
}

/// The store itself is in trouble, and not this unit alone: it could not begin or commit, nobody knows whether it did,
/// or the database failed in the middle of the unit.
bool store_is_in_trouble(const WriteEnding& ending) {
  if (ending.commit == CommitEnding::committed || ending.passed_over) return false;
  if (ending.commit == CommitEnding::unknown || ending.of_store || ending.work) return true;
  return ending.work.error().code == ErrorCode::full || ending.work.error().code == ErrorCode::unavailable;
}

std::string error_of(const WriteEnding& ending) {
  return ending.work ? "the commit failed" : ending.work.error().message;
}

}  // namespace

struct Dispatcher::Intended {
  Allowance allowance;
  std::vector<Prepared> sends;
  Uptime began;
  int stops;
  bool tripped = false;
};

Allowance Dispatcher::draw_allowance(int most) {
  const Uptime now = parts_.clock.uptime();
  Allowance allowance;
  const int free = std::min(most, free_places());
  for (auto& [channel, pace] : pace_) {
    allowance.of(channel) = std::min(free, pace.available(now));
    allowance.in_all += allowance.of(channel);
  }
  allowance.in_all = std::min(free, allowance.in_all);
  safeguard_.limit(allowance);
  for (auto& [channel, pace] : pace_) pace.take(allowance.of(channel));
  allowance.call_gap = pace_.at(Channel::call).gap();
  allowance.text_gap = pace_.at(Channel::text).gap();
  allowance.email_gap = pace_.at(Channel::email).gap();
  for (int i = 0; i < allowance.places(); ++i) allowance.secrets.push_back(parts_.random.token(16));
  // Held until the unit has ended, so that two accounts do not spend the same place.
  in_flight_ += allowance.places();
  return allowance;
}

/// `unused`: what no contact leaves by.
void Dispatcher::give_back(const Allowance& drawn, Allowance unused) {
  in_flight_ -= drawn.places();
  for (auto& [channel, pace] : pace_) pace.give_back(unused.of(channel));
  safeguard_.settle(drawn, unused);
}

/// For an account with so many due, as things are on the lines.
int Dispatcher::worth_beginning_for(int due) {
  int on_the_lines = 0;
  for (auto& [channel, pace] : pace_) on_the_lines += pace.available(parts_.clock.uptime());
  return std::min({due, settings_.places_in_flight / worth_waiting_for, on_the_lines});
}

bool Dispatcher::may_wait_for_places() const {
  return in_flight_ > 0 && parts_.clock.uptime() - looked_at_ < waited_for;
}

/// At the head of its turn.
void Dispatcher::wait_for_places(AccountId account, int due) {
  intending_.erase(account);
  due_.emplace_front(account, due);
  if (places_timer_) return;
  places_timer_ = parts_.loop.at(looked_at_ + waited_for, [this] {
    places_timer_.reset();
    begin_due();
    nudge();
  });
}

int Dispatcher::free_places() const { return std::max(0, settings_.places_in_flight - in_flight_); }

/// `due`: what it has, as of the last look. `accounts`: that are to share what is free, this one among them. Without a
/// place nothing is begun: whatever ends frees one, and then it is looked again.
void Dispatcher::intend(AccountId account, int due, std::size_t accounts) {
  if (finishing_ || free_places() == 0 || !safeguard_.may_begin() || !intending_.insert(account).second) return;
  const int share = std::min(due + spare_places, std::max(least_share, free_places() / static_cast<int>(accounts)));
  const Uptime now = parts_.clock.uptime();
  // Whoever finds a line used up by those before him keeps his turn, whatever the other lines have for him.
  const bool all_lines = std::ranges::all_of(pace_, [&](auto& one) { return one.second.available(now) > 0; });
  const int wanted = worth_beginning_for(std::min(due, share));
  if (free_places() < wanted && may_wait_for_places()) return wait_for_places(account, due);
  auto unit = std::make_shared<Intended>(Intended{draw_allowance(share), {}, now, stops_seen_});
  // The failsafe may have counted out no more yet.
  if (unit->allowance.places() < wanted && may_wait_for_places()) {
    give_back(unit->allowance, unit->allowance);
    return wait_for_places(account, due);
  }
  if (unit->allowance.places() > 0 && all_lines) last_intended_ = account;
  parts_.store.write_if_free(
      account, [unit](Unit& open) { return foresee_due(open, unit->allowance); },
      [this, unit](Unit& open) -> Result<void> {
        unit->sends = TRY(intend_due(open, unit->allowance, gateways_of(open.account()), parts_.fill, settings_.layers,
                                     &unit->tripped));
        return {};
      },
      [this, account, unit](const WriteEnding& ending) {
        intending_.erase(account);
        Allowance unused = unit->allowance;
        if (ending.commit == CommitEnding::committed) {
          for (const auto& prepared : unit->sends) --unused.of(prepared.channel);
          unused.in_all -= static_cast<int>(unit->sends.size());
        }
        give_back(unit->allowance, unused);
        if (ending.commit == CommitEnding::committed) {
          intended(account, *unit);
        } else if (ending.passed_over) {
          passed_over(account);
        } else {
          not_intended(account, *unit, ending);
        }
        check_finished();
      });
}

void Dispatcher::intended(AccountId account, const Intended& unit) {
  intents_wait_.worked(account);
  if (unit.tripped) safeguard_.tripped();
  const bool stopped = safeguard_.flag_is_up() || unit.stops != stops_seen_;
  const bool late = parts_.clock.uptime() - unit.began > send_within;
  for (std::size_t i = 0; i < unit.sends.size(); ++i) {
    const Prepared& prepared = unit.sends[i];
    if (stopped || late) {
      record({account, prepared.attempt, prepared.channel, unit.allowance.secrets[i]},
             {.kind = EndingKind::not_sent, .code = stopped ? "stopped" : "late"});
    } else {
      sent_.add({account, prepared.attempt, unit.allowance.secrets[i], prepared.reminder, prepared.client,
                 parts_.clock.now(), prepared.recipient, prepared.start_local, prepared.starts_at, prepared.due});
      send(prepared, unit.allowance.secrets[i]);
    }
  }
  nudge();
}

/// Another node writes for it, and sends what is due there: on to the next, and back here soon.
void Dispatcher::passed_over(AccountId account) {
  passed_over_[account] = parts_.clock.uptime() + passed_over_for;
  nudge();
}

void Dispatcher::not_intended(AccountId account, const Intended& unit, const WriteEnding& ending) {
  parts_.log.error("intent_not_committed", {{"error", error_of(ending)}});
  if (ending.commit == CommitEnding::unknown) {
    for (std::size_t i = 0; i < unit.sends.size(); ++i) {
      owed_.push_back({account, [id = unit.sends[i].attempt, secret = unit.allowance.secrets[i]](Unit& open) {
                         return never_sent(open, id, secret);
                       }});
    }
  }
  intents_wait_.failed(account, parts_.clock.uptime());
  if (store_is_in_trouble(ending)) return store_failed();
  sleep();
}

void Dispatcher::send(Prepared prepared, const std::string& secret) {
  Gateway* gateway = gateways_of(prepared.account).of(prepared.channel);
  INVARIANT(gateway != nullptr);
  const Leaving which{prepared.account, prepared.attempt, prepared.channel, secret};
  ++in_flight_;
  safeguard_.began(prepared.channel);
  deadlines_[{which.account, which.attempt}] = parts_.loop.at(parts_.clock.uptime() + send_deadline, [this, which] {
    sent(which, {.kind = EndingKind::unknown, .code = "deadline"});
  });
  gateway->send(std::move(prepared), [this, which](const Ending& ending) { sent(which, ending); });
}

/// An ending after the deadline frees no place, and counts all the same.
void Dispatcher::sent(const Leaving& which, const Ending& ending) {
  if (deadlines_.erase({which.account, which.attempt}) > 0) {
    --in_flight_;
    safeguard_.ended(which.channel, ending);
  }
  record(which, ending);
  check_finished();
}

void Dispatcher::record(const Leaving& which, const Ending& ending) {
  const auto its = [&](const Ended& one) { return one.attempt == which.attempt; };
  if (std::ranges::any_of(endings_[which.account], its)) write_endings(which.account);
  endings_[which.account].push_back({which.attempt, ending, ending_body(ending), which.secret});
  if (finishing_) return write_endings(which.account);
  if (std::exchange(endings_wait_, true)) return;
  endings_timer_ = parts_.loop.at(parts_.clock.uptime(), [this] {
    endings_wait_ = false;
    while (!endings_.empty()) write_endings(endings_.begin()->first);
  });
}

void Dispatcher::write_endings(AccountId account) {
  const auto its = endings_.find(account);
  if (its == endings_.end()) return;
  auto endings = std::make_shared<const std::vector<Ended>>(std::move(its->second));
  endings_.erase(its);
  write_together(account, std::move(endings));
  check_finished();
}

void Dispatcher::write_together(AccountId account, std::shared_ptr<const std::vector<Ended>> endings) {
  auto tripped = std::make_shared<bool>(false);
  const auto take = [this, tripped](Unit& unit, std::span<const Ended> these) -> Result<void> {
    *tripped = false;
    TRY(record_endings(unit, these));
    if (!settings_.layers.failsafe) return {};
    for (const Ended& one : these) *tripped = TRY(weigh_ending(unit, one.ending)) || *tripped;
    return {};
  };
  const auto work = [take, endings](Unit& unit) { return take(unit, *endings); };
  const auto foresight = [endings](Unit& unit) { return foresee_endings(unit, *endings); };
  parts_.store.write_foreseen(
      account, foresight, work, [this, account, take, endings, tripped](const WriteEnding& written) {
        if (written.commit == CommitEnding::committed) {
          if (*tripped) safeguard_.tripped();
          return nudge();
        }
        parts_.log.error("ending_not_recorded", {{"error", error_of(written)}});
        if (written.passed_over || store_is_in_trouble(written)) {
          // It may be there already, where nobody knows whether the commit was made.
          owed_.push_back({account, [take, endings](Unit& unit) -> Result<void> {
                             return take(unit, TRY(not_on_record(unit, *endings)));
                           }});
          return written.passed_over ? begin_to_pay() : store_failed();
        }
        // One of them is to blame: it is asked for at the gateway when its look is due.
        if (endings->size() == 1) return;
        for (const Ended& one : *endings)
          write_together(account, std::make_shared<const std::vector<Ended>>(std::vector<Ended>{one}));
      });
}

void Dispatcher::store_failed() {
  if (store_broken_ || finishing_) return;
  store_broken_ = true;
  hold_sends();
  wake_.reset();
  parts_.log.error("sending_waits_for_the_store", {{"owed", std::to_string(owed_.size())}});
  begin_to_pay();
}

void Dispatcher::begin_to_pay() {
  if (std::exchange(paying_, true)) return;
  debt_wait_ = debt_wait;
  pay_later();
}

void Dispatcher::pay_later() {
  debt_timer_ = parts_.loop.at(parts_.clock.uptime() + debt_wait_, [this] { pay_debts(); });
  debt_wait_ = std::min<Uptime>(debt_wait_ * 2, longest_debt_wait);
}

/// What the store still has to take, one after the other; with nothing owed, a unit that shows that it takes any.
/// Sending goes on when what is still owed is held up by others, account by account.
void Dispatcher::pay_debts() {
  if (finishing_) return;
  const auto next = std::ranges::find(owed_, false, &Owed::held_up);
  Owed debt{AccountId{}, [](Unit&) -> Result<void> { return {}; }};
  if (next != owed_.end()) debt = std::move(*next);
  if (next != owed_.end()) owed_.erase(next);
  parts_.store.write(debt.account, debt.work, [this, debt](const WriteEnding& ending) {
    if (store_is_in_trouble(ending)) {
      owed_.push_front(debt);
      return pay_later();
    }
    if (ending.passed_over) {
      owed_.push_back({debt.account, debt.work, true});
    } else if (!ending.work) {
      parts_.log.error("ending_not_recorded", {{"error", error_of(ending)}});
    }
    if (std::ranges::find(owed_, false, &Owed::held_up) != owed_.end()) return pay_debts();
    paid();
  });
}

void Dispatcher::paid() {
  for (Owed& one : owed_) one.held_up = false;
  paying_ = !owed_.empty();
  if (paying_) pay_later();
  if (!std::exchange(store_broken_, false)) return;
  parts_.log.warning("the_store_works_again", {});
  look();
}

}  // namespace courtesy
