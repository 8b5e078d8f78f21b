#include "dispatch/dispatcher.h"

#include <algorithm>

#include "dispatch/reconcile.h"
#include "store/accounts.h"
#include "store/attempts.h"
#include "store/probe_account.h"
#include "store/progress.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr seconds longest_sleep{30};
constexpr seconds start_again{1};
/// The file that stops everything is looked for also while nothing is due.
constexpr seconds flag_looks{5};
constexpr int accounts_a_look = 32;
constexpr milliseconds hints_wait{250};
constexpr int due_accounts_a_look = 256;
/// An account's due reminders are counted up to that.
constexpr int most_counted = 256;
/// As many in all, for each place in flight: those behind have hardly a turn before the next look,
constexpr int counted_a_place = 2;
/// and if they have one, this is what they are taken to have due.
constexpr int uncounted = 32;
constexpr std::size_t counted_at_once = 32;
/// Not longer, whatever is left of it: there is more to be found than what is due.
constexpr milliseconds look_lasts{100};
constexpr int looks_a_turn = 8;

/// Of each account, until `enough` have been found in all.
Result<std::vector<int>> count_due(Unit& unit, std::span<const AccountId> accounts, int enough) {
  std::vector<int> found;
  for (int in_all = 0; found.size() < accounts.size() && in_all < enough;) {
    const auto some = accounts.subspan(found.size(), std::min(counted_at_once, accounts.size() - found.size()));
    for (const int due : TRY(unit.accounts().due_of(some, most_counted))) {
      found.push_back(due);
      in_all += due;
    }
  }
  found.resize(accounts.size(), uncounted);
  return found;
}

}  // namespace

Dispatcher::Dispatcher(Parts parts, DispatchSettings settings)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      begin_at_(parts_.random.unit()),
      safeguard_({.loop = parts_.loop,
                  .clock = parts_.clock,
                  .store = parts_.store,
                  .log = parts_.log,
                  .flag = settings_.stop_flag,
                  .hold_sends = [this] { hold_sends(); },
                  .nudge = [this] { nudge(); }},
                 settings_.places_in_flight, settings_.layers.failsafe) {
  const Uptime now = parts_.clock.uptime();
  pace_.emplace(Channel::call, LineTokens(settings_.calls_per_second, now));
  pace_.emplace(Channel::text, LineTokens(settings_.texts_per_second, now));
  pace_.emplace(Channel::email, LineTokens(settings_.emails_per_second, now));
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::look_for_flag() {
  if (!settings_.stop_flag || finishing_) return;
  safeguard_.flag_is_up();
  flag_timer_ = parts_.loop.at(parts_.clock.uptime() + flag_looks, [this] { look_for_flag(); });
}

void Dispatcher::start() {
  if (!flag_timer_) look_for_flag();
  auto accounts = std::make_shared<std::vector<AccountId>>();
  parts_.store.write(
      AccountId{},
      [accounts](Unit& unit) -> Result<void> {
        *accounts = TRY(unit.accounts().with_orphans());
        return {};
      },
      [this, accounts](const WriteEnding& ending) {
        if (finishing_) return;
        if (ending.commit == CommitEnding::committed) return adopt_orphans(std::move(*accounts));
        parts_.log.error("dispatch_start_failed",
                         {{"error", ending.work ? "the commit failed" : ending.work.error().message}});
        wake_ = parts_.loop.at(parts_.clock.uptime() + start_again, [this] { start(); });
      });
}

void Dispatcher::adopt_orphans(std::vector<AccountId> accounts) {
  if (finishing_) return;
  if (accounts.empty()) {
    return safeguard_.take_stock([this] {
      started_ = true;
      look();
    });
  }
  const AccountId account = accounts.back();
  auto adopted = std::make_shared<int>(0);
  parts_.store.write(
      account,
      [adopted](Unit& unit) -> Result<void> {
        *adopted = TRY(courtesy::adopt_orphans(unit));
        return {};
      },
      [this, adopted, accounts = std::move(accounts)](const WriteEnding& ending) mutable {
        if (ending.commit == CommitEnding::committed) {
          parts_.log.warning("attempts_in_doubt", {{"count", std::to_string(*adopted)}});
          accounts.pop_back();
          return adopt_orphans(std::move(accounts));
        }
        parts_.log.error("orphans_not_adopted",
                         {{"error", ending.work ? "the commit failed" : ending.work.error().message}});
        wake_ = parts_.loop.at(parts_.clock.uptime() + start_again, [this, accounts = std::move(accounts)]() mutable {
          adopt_orphans(std::move(accounts));
        });
      });
}

void Dispatcher::finish(Task finished) {
  finishing_ = true;
  finished_ = std::move(finished);
  hold_sends();
  wake_.reset();
  debt_timer_.reset();
  flag_timer_.reset();
  check_finished();
}

void Dispatcher::check_finished() {
  if (!finished_ || in_flight_ > 0 || !intending_.empty() || !endings_.empty()) return;
  parts_.loop.post(std::move(finished_));
}

void Dispatcher::nudge() {
  if (looking_) {
    look_again_ = true;
  } else if (!due_.empty() && parts_.clock.uptime() - looked_at_ < look_lasts) {
    begin_due();
  } else {
    look();
  }
}

void Dispatcher::hint() {
  if (!started_ || finishing_ || hint_timer_) return;
  const Uptime now = parts_.clock.uptime();
  hint_timer_ = parts_.loop.at(std::max(now, looked_at_ + hints_wait), [this] {
    hint_timer_.reset();
    due_.clear();  // of a look before the hint
    nudge();
  });
}

void Dispatcher::wait_for_others() {
  parts_.log.warning("the_database_is_elsewhere", {{"waits_seconds", std::to_string(others_have.count())}});
  hold_sends();
  quiet_until_ = parts_.clock.uptime() + others_have;
  quiet_timer_ = parts_.loop.at(quiet_until_, [this] { nudge(); });
}

void Dispatcher::store_went_back() {
  parts_.log.error("the_database_is_older_than_it_was", {});
  if (!started_) return;  // it has sent nothing
  hold_sends();
  for (auto& [account, sent] : sent_.by_account()) {
    owed_.push_back({account, [sent = std::move(sent)](Unit& unit) -> Result<void> {
                       TRY(record_lost(unit, sent));
                       return {};
                     }});
  }
  store_failed();
}

/// Those of the last look that have not had their turn. A look reads across all accounts, so each serves many units.
void Dispatcher::begin_due() {
  if (!started_ || finishing_ || store_broken_ || waits_for_others()) return;
  const Uptime now = parts_.clock.uptime();
  while (!due_.empty() && free_places() > 0 && safeguard_.may_begin()) {
    const auto [account, due] = due_.front();
    due_.pop_front();
    if (!intents_wait_.waits(account, now) && !passed_over_.contains(account)) intend(account, due, due_.size() + 1);
    if (!due_.empty() && due_.front().first == account) return;  // it waits for more places
  }
}

void Dispatcher::look() {
  if (!started_ || finishing_ || store_broken_) return;
  looking_ = true;
  look_again_ = false;
  wake_.reset();
  struct Found {
    std::vector<AccountId> due;
    std::vector<int> due_of;  // each of them
    std::vector<AccountId> looks;
    std::vector<AccountId> to_call_off;
    std::optional<Instant> next;
  };
  auto found = std::make_shared<Found>();
  parts_.store.read(
      AccountId{},
      [found, after = last_intended_, begin = begin_at_, looked = last_reconciled_,
       enough = counted_a_place * settings_.places_in_flight](Unit& unit) -> Result<void> {
        const EarliestWork earliest = TRY(unit.accounts().earliest_work());
        found->next = earliest.first();
        const auto has_come = [&](std::optional<Instant> at) { return at && *at <= unit.now(); };
        if (has_come(earliest.due)) found->due = TRY(unit.accounts().with_due(after, due_accounts_a_look, begin));
        found->due_of = TRY(count_due(unit, found->due, enough));
        if (has_come(earliest.look)) found->looks = TRY(unit.accounts().with_looks(looked, accounts_a_look));
        if (has_come(found->next)) found->next = TRY(unit.accounts().next_work());
        if (TRY(unit.accounts().stop()))
          found->to_call_off = TRY(unit.accounts().with_calls_to_silence(accounts_a_look));
        return {};
      },
      [this, found](Result<void> result) {
        looking_ = false;
        if (!result) {
          parts_.log.error("look_failed", {{"error", result.error().message}});
          return sleep();
        }
        if (finishing_) return;
        if (parts_.got_on) parts_.got_on();
        const Uptime now = parts_.clock.uptime();
        std::erase_if(passed_over_, [&](const auto& one) { return one.second <= now; });
        for (const AccountId account : found->to_call_off) call_off_all(account);
        for (const AccountId account : found->looks) {
          last_reconciled_ = account;
          if (!looks_wait_.waits(account, now)) reconcile(account);
        }
        due_.clear();
        for (std::size_t i = 0; i < found->due.size(); ++i) due_.emplace_back(found->due[i], found->due_of[i]);
        looked_at_ = now;
        begin_due();
        next_work_ = found->next;
        if (look_again_) return look();
        sleep();
      });
}

void Dispatcher::sleep() {
  if (finishing_) return check_finished();
  const Uptime now = parts_.clock.uptime();
  Uptime until = now + longest_sleep;
  if (next_work_) until = std::min(until, now + std::max<Uptime>(Uptime{0}, *next_work_ - parts_.clock.now()));
  for (const auto& failing : {intents_wait_.earliest(), looks_wait_.earliest()}) {
    if (failing) until = std::min(until, std::max(*failing, now + start_again));
  }
  for (const auto& [account, not_before] : passed_over_) until = std::min(until, std::max(not_before, now));
  wake_ = parts_.loop.at(until, [this] {
    due_.clear();  // others may be due by now
    nudge();
  });
}

const Gateways& Dispatcher::gateways_of(AccountId account) const {
  return account == probe_account ? parts_.probe : parts_.gateways;
}

/// A stop of the whole house: its accounts' calls are called off account by account.
void Dispatcher::call_off_all(AccountId account) {
  if (finishing_) return;
  parts_.store.write(
      account, [](Unit& unit) { return unit.attempts().silence_unanswered(Reason::stopped, ""); },
      [this](const WriteEnding& ending) {
        if (ending.commit == CommitEnding::committed) nudge();
      });
}

void Dispatcher::reconcile(AccountId account) {
  if (finishing_ || !reconciling_.insert(account).second) return;
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
          if (!result) looks_wait_.failed(account, parts_.clock.uptime());
          return;
        }
        struct Asked {
          std::size_t open;
          bool all_settled = true;
        };
        auto asked = std::make_shared<Asked>(Asked{attempts->size()});
        for (const auto& attempt : *attempts) {
          ask_gateway(account, attempt, [this, account, asked](bool settled) {
            asked->all_settled = asked->all_settled && settled;
            if (--asked->open > 0) return;
            reconciling_.erase(account);
            if (!asked->all_settled) {
              looks_wait_.failed(account, parts_.clock.uptime());
              return sleep();
            }
            looks_wait_.worked(account);
            nudge();
          });
        }
      });
}

void Dispatcher::settle(AccountId account, Work work, UniqueFunction<void(bool)> done) {
  parts_.store.write(account, std::move(work), [this, done = std::move(done)](const WriteEnding& ending) mutable {
    const bool settled = ending.commit == CommitEnding::committed;
    if (!settled)
      parts_.log.error("reconciliation_not_recorded",
                       {{"error", ending.work ? "the commit failed" : ending.work.error().message}});
    done(settled);
  });
}

void Dispatcher::ask_gateway(AccountId account, const Attempt& attempt, UniqueFunction<void(bool)> done) {
  Gateway* gateway = gateways_of(account).of(attempt.reminder.channel);
  const AttemptId id = attempt.id;
  if (gateway == nullptr) {
    const Error nobody = invalid("no gateway is set up for this channel");
    return settle(
        account, [id, nobody](Unit& unit) { return settle_no_answer(unit, id, nobody); }, std::move(done));
  }
  if (to_be_called_off(attempt)) {
    gateway->call_off(attempt.provider_id, [this, account, id, done = std::move(done)](Ending ending) mutable {
      settle(
          account, [id, ending](Unit& unit) { return called_off(unit, id, ending); }, std::move(done));
    });
    return;
  }
  gateway->look_up(question_about(attempt),
                   [this, account, id, done = std::move(done)](Result<std::vector<Sighting>> seen) mutable {
                     settle(
                         account,
                         [id, seen = std::move(seen)](Unit& unit) {
                           return seen ? settle_sightings(unit, id, *seen) : settle_no_answer(unit, id, seen.error());
                         },
                         std::move(done));
                   });
}

}  // namespace courtesy
