#include "dispatch/dispatcher.h"

#include <algorithm>

#include "dispatch/reconcile.h"
#include "store/accounts.h"
#include "store/attempts.h"
#include "store/progress.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr seconds longest_sleep{30};
constexpr int accounts_a_look = 32;
constexpr int looks_a_turn = 8;

/// The gateway's answer. Its `detail` is in our own words, without the recipient (queue/attempt.h).
LedgerBody ending_body(const Ending& ending) {
  LedgerBody body;
  body.plain("ending", to_string(ending.kind)).plain("provider_id", ending.provider_id);
  if (!ending.code.empty()) body.plain("code", ending.code);
  if (!ending.detail.empty()) body.plain("detail", ending.detail);
  if (ending.opted_out) body.plain("opted_out", "yes");
  return body;
}

}  // namespace

/// A token bucket of at most one second's worth, and never less than one token.
struct Dispatcher::Pace {
  Pace(double rate, Uptime now) : per_second(rate), tokens(std::max(1.0, rate)), at(now) {}

  int available(Uptime now) {
    const double passed = std::chrono::duration<double>(now - at).count();
    tokens = std::min(std::max(1.0, per_second), tokens + passed * per_second);
    at = now;
    return static_cast<int>(tokens);
  }

  milliseconds gap() const { return milliseconds{static_cast<std::int64_t>(1000 / per_second)}; }

  double per_second;
  double tokens;
  Uptime at;
};

Dispatcher::Dispatcher(Parts parts, DispatchSettings settings) : parts_(std::move(parts)), settings_(settings) {
  const std::pair<Channel, double> rates[] = {{Channel::call, settings_.calls_per_second},
                                              {Channel::text, settings_.texts_per_second},
                                              {Channel::email, settings_.emails_per_second}};
  for (const auto& [channel, rate] : rates) {
    pace_[channel] = std::make_unique<Pace>(rate, parts_.clock.uptime());
  }
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::start() {
  auto accounts = std::make_shared<std::vector<AccountId>>();
  parts_.store.read(
      AccountId{},
      [accounts](Unit& unit) -> Result<void> {
        *accounts = TRY(unit.accounts().all());
        return {};
      },
      [this, accounts](Result<void> result) {
        if (!result) parts_.log.error("dispatch_start_failed", {{"error", result.error().message}});
        adopt_orphans(0, accounts);
      });
}

void Dispatcher::adopt_orphans(std::size_t index, std::shared_ptr<std::vector<AccountId>> accounts) {
  if (index == accounts->size()) return look();
  auto adopted = std::make_shared<int>(0);
  parts_.store.write((*accounts)[index],
                     [adopted](Unit& unit) -> Result<void> {
                       *adopted = TRY(courtesy::adopt_orphans(unit));
                       return {};
                     },
                     [this, index, accounts, adopted](WriteEnding ending) {
                       if (!ending.work)
                         parts_.log.error("orphans_not_adopted", {{"error", ending.work.error().message}});
                       if (*adopted > 0) parts_.log.warning("attempts_in_doubt", {{"count", std::to_string(*adopted)}});
                       adopt_orphans(index + 1, accounts);
                     });
}

void Dispatcher::finish(Task finished) {
  finishing_ = true;
  finished_ = std::move(finished);
  hold_sends();
  wake_.reset();
  check_finished();
}

void Dispatcher::check_finished() {
  if (!finished_ || in_flight_ > 0 || !intending_.empty()) return;
  parts_.loop.post(std::move(finished_));
}

void Dispatcher::nudge() {
  if (finishing_) return;
  if (looking_) {
    look_again_ = true;
    return;
  }
  look();
}

void Dispatcher::look() {
  if (finishing_) return;
  looking_ = true;
  look_again_ = false;
  wake_.reset();
  struct Found {
    std::vector<Accounts::Work> due;
    std::vector<Accounts::Work> looks;
  };
  auto found = std::make_shared<Found>();
  parts_.store.read(
      AccountId{},
      [found](Unit& unit) -> Result<void> {
        found->due = TRY(unit.accounts().with_due(accounts_a_look));
        found->looks = TRY(unit.accounts().with_looks(accounts_a_look));
        return {};
      },
      [this, found](Result<void> result) {
        looking_ = false;
        if (!result) {
          parts_.log.error("look_failed", {{"error", result.error().message}});
          return sleep_until(std::nullopt);
        }
        if (finishing_) return;
        if (parts_.got_on) parts_.got_on();
        const Instant now = parts_.clock.now();
        std::optional<Instant> next;
        const auto take = [&](const Accounts::Work& work, auto&& start) {
          if (work.at <= now) {
            start(work.account);
          } else {
            next = std::min(next.value_or(work.at), work.at);
          }
        };
        for (const auto& work : found->due) take(work, [this](AccountId account) { intend(account); });
        for (const auto& work : found->looks) take(work, [this](AccountId account) { reconcile(account); });
        if (look_again_) return look();
        sleep_until(next);
      });
}

void Dispatcher::sleep_until(std::optional<Instant> next) {
  if (finishing_) return check_finished();
  Uptime wait = longest_sleep;
  if (next) wait = std::clamp<Uptime>(*next - parts_.clock.now(), Uptime{0}, longest_sleep);
  wake_ = parts_.loop.at(parts_.clock.uptime() + wait, [this] { nudge(); });
}

Allowance Dispatcher::draw_allowance() {
  const Uptime now = parts_.clock.uptime();
  Allowance allowance;
  int free = std::max(0, settings_.places_in_flight - in_flight_);
  for (auto& [channel, pace] : pace_) {
    const int places = std::min(free, pace->available(now));
    allowance.of(channel) = places;
    free -= places;
  }
  allowance.call_gap = pace_.at(Channel::call)->gap();
  allowance.text_gap = pace_.at(Channel::text)->gap();
  allowance.email_gap = pace_.at(Channel::email)->gap();
  for (int i = 0; i < allowance.places(); ++i) allowance.secrets.push_back(parts_.random.token(16));
  return allowance;
}

void Dispatcher::intend(AccountId account) {
  if (!intending_.insert(account).second) return;
  const Allowance allowance = draw_allowance();
  // Held until the unit has ended, so that two accounts do not spend the same place.
  in_flight_ += allowance.places();
  for (auto& [channel, pace] : pace_) pace->tokens -= Allowance(allowance).of(channel);
  auto sends = std::make_shared<std::vector<Prepared>>();
  const Uptime began = parts_.clock.uptime();
  const int stops = stops_seen_;
  parts_.store.write(
      account,
      [this, sends, allowance](Unit& unit) -> Result<void> {
        *sends = TRY(intend_due(unit, allowance, parts_.gateways, parts_.fill, settings_.layers));
        return {};
      },
      [this, account, sends, allowance, began, stops](WriteEnding ending) {
        intending_.erase(account);
        in_flight_ -= allowance.places();
        Allowance unused = allowance;
        if (ending.commit == CommitEnding::committed) {
          for (const auto& prepared : *sends) --unused.of(prepared.channel);
        }
        for (auto& [channel, pace] : pace_) pace->tokens += unused.of(channel);
        if (ending.commit != CommitEnding::committed) {
          const bool said = !ending.work.ok();
          parts_.log.error("intent_not_committed",
                           {{"error", said ? ending.work.error().message : "the commit failed"}});
          return sleep_until(std::nullopt);
        }
        const bool late = parts_.clock.uptime() - began > send_within || stops != stops_seen_;
        for (auto& prepared : *sends) {
          if (late) {
            record(account, prepared.attempt,
                   {.kind = EndingKind::not_sent, .code = stops != stops_seen_ ? "stopped" : "late"});
          } else {
            send(std::move(prepared));
          }
        }
        check_finished();
        nudge();
      });
}

void Dispatcher::send(Prepared prepared) {
  const AccountId account = prepared.account;
  const AttemptId attempt = prepared.attempt;
  Gateway* gateway = parts_.gateways.of(prepared.channel);
  INVARIANT(gateway != nullptr);
  ++in_flight_;
  gateway->send(std::move(prepared), [this, account, attempt](Ending ending) {
    --in_flight_;
    record(account, attempt, ending);
    check_finished();
  });
}

void Dispatcher::record(AccountId account, AttemptId attempt, const Ending& ending) {
  parts_.store.write(
      account, [attempt, ending](Unit& unit) { return record_ending(unit, attempt, ending, ending_body(ending)); },
      [this](WriteEnding written) {
        // Lost, it stays `intended` and is asked for at the gateway when its look is due.
        if (written.commit != CommitEnding::committed) {
          parts_.log.error("ending_not_recorded",
                           {{"error", written.work ? "the commit failed" : written.work.error().message}});
        }
        nudge();
      });
}

void Dispatcher::reconcile(AccountId account) {
  if (!reconciling_.insert(account).second) return;
  auto attempts = std::make_shared<std::vector<Attempt>>();
  parts_.store.read(
      account,
      [attempts](Unit& unit) -> Result<void> {
        *attempts = TRY(unit.attempts().to_look_up(looks_a_turn));
        return {};
      },
      [this, account, attempts](Result<void> result) {
        if (!result || attempts->empty()) {
          reconciling_.erase(account);
          return;
        }
        auto open = std::make_shared<int>(static_cast<int>(attempts->size()));
        for (const auto& attempt : *attempts) {
          ask_gateway(account, attempt, [this, account, open] {
            if (--*open > 0) return;
            reconciling_.erase(account);
            nudge();
          });
        }
      });
}

void Dispatcher::ask_gateway(AccountId account, const Attempt& attempt, UniqueFunction<void()> done) {
  Gateway* gateway = parts_.gateways.of(attempt.reminder.channel);
  const AttemptId id = attempt.id;
  const auto settle = [this, account](UniqueFunction<Result<void>(Unit&)> work, UniqueFunction<void()> then) {
    parts_.store.write(account, std::move(work), [this, then = std::move(then)](WriteEnding ending) mutable {
      if (!ending.work) parts_.log.error("reconciliation_not_recorded", {{"error", ending.work.error().message}});
      then();
    });
  };
  if (gateway == nullptr) {
    const Error nobody = invalid("no gateway is set up for this channel");
    return settle([id, nobody](Unit& unit) { return settle_no_answer(unit, id, nobody); }, std::move(done));
  }
  // Asked once to call it off; after that its fate is looked up like any other's.
  const bool pointless = attempt.silenced != Reason::none && !attempt.provider_id.empty() && attempt.looks == 0;
  if (pointless) {
    gateway->call_off(attempt.provider_id, [settle, id, done = std::move(done)](Ending) mutable {
      settle([id](Unit& unit) { return called_off(unit, id); }, std::move(done));
    });
    return;
  }
  gateway->look_up(question_about(attempt),
                   [settle, id, done = std::move(done)](Result<std::vector<Sighting>> seen) mutable {
                     settle(
                         [id, seen = std::move(seen)](Unit& unit) {
                           return seen ? settle_sightings(unit, id, *seen) : settle_no_answer(unit, id, seen.error());
                         },
                         std::move(done));
                   });
}

}  // namespace courtesy
