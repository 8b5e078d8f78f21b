// The store's oracle: what the queue and the caps must do, as plain maps. For tests; it includes none of the store's
// words.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "interlock/decision.h"
#include "interlock/facts.h"
#include "queue/due.h"

namespace courtesy {

/// The rules by which the workload decides, from the store's facts and from the model's alike: never who opted out, one
/// contact at a time, two a day.
inline Decision decide_in_workload(Instant now, bool suppressed, std::span<const PastContact> contacts) {
  if (suppressed) return drop(Reason::suppressed);
  Instant oldest = now;
  int today = 0;
  for (const auto& contact : contacts) {
    if (contact.running) return defer(now + minutes{10}, Reason::contact_running);
    if (contact.at <= now - hours{24}) continue;
    ++today;
    oldest = std::min(oldest, contact.at);
  }
  return today < 2 ? allow() : defer(oldest + hours{24}, Reason::recipient_cap);
}

class StoreModel {
 public:
  struct Reminder {
    ReminderState state;
    Instant send_at;
    Instant look_at;
    Instant due;
    int attempts = 0;
  };
  struct Try {
    ReminderKey reminder;
    int n;
    std::string recipient;
    Instant at;
    AttemptState state = AttemptState::intended;
    AttemptOutcome outcome = AttemptOutcome::none;
  };
  struct Book {
    std::map<AppointmentId, std::string> recipients;
    std::map<ReminderKey, Reminder> reminders;
    std::map<AttemptId, Try> tries;
    std::set<std::string> suppressed;
    std::int64_t ledger = 0;  ///< rows
  };
  struct ContactKey {
    std::string recipient;
    Instant at;
    AccountId account;
    AttemptId attempt;
    friend auto operator<=>(const ContactKey&, const ContactKey&) = default;
  };

  std::map<AccountId, Book> books;
  enum class ContactState { running, ended, in_vain };
  std::map<ContactKey, ContactState> contacts;

  int plan(AccountId account, const ReminderKey& key, Instant send_at) {
    Book& book = books.at(account);
    const auto known = book.reminders.find(key);
    if (known == book.reminders.end()) {
      book.reminders.emplace(key, Reminder{ReminderState::waiting, send_at, send_at, send_at});
      return 1;
    }
    Reminder& reminder = known->second;
    if (reminder.state == ReminderState::waiting && reminder.due != send_at)
      reminder.due = reminder.send_at = reminder.look_at = send_at;
    const bool may_return = reminder.state == ReminderState::intended || reminder.state == ReminderState::failed;
    if (may_return && reminder.due != send_at) reminder.due = reminder.send_at = send_at;
    if (reminder.state != ReminderState::withdrawn || barred(book, key)) return 0;
    reminder.state = ReminderState::waiting;
    reminder.due = reminder.send_at = reminder.look_at = send_at;
    return 1;
  }

  int withdraw(AccountId account, AppointmentId appointment, const std::string& keep) {
    int withdrawn = 0;
    for (auto& [key, reminder] : books.at(account).reminders) {
      const bool open = reminder.state == ReminderState::waiting || reminder.state == ReminderState::held;
      if (key.appointment != appointment || key.start == keep || !open) continue;
      reminder.state = ReminderState::withdrawn;
      ++withdrawn;
    }
    return withdrawn;
  }

  std::vector<ReminderKey> look(AccountId account, Instant now, std::size_t limit) const {
    std::vector<std::pair<Instant, ReminderKey>> due;
    for (const auto& [key, reminder] : books.at(account).reminders) {
      if (reminder.state == ReminderState::waiting && reminder.look_at <= now) due.emplace_back(reminder.look_at, key);
    }
    std::sort(due.begin(), due.end());
    std::vector<ReminderKey> first;
    for (const auto& [at, key] : due) {
      if (first.size() < limit) first.push_back(key);
    }
    return first;
  }

  /// The intent unit: looks, decides each in turn, and writes what was decided.
  std::vector<std::pair<ReminderKey, Decision>> intend(AccountId account, Instant now, std::size_t limit) {
    Book& book = books.at(account);
    std::vector<std::pair<ReminderKey, Decision>> decisions;
    for (const ReminderKey& key : look(account, now, limit)) {
      const std::string& recipient = book.recipients.at(key.appointment);
      const Decision decision =
          decide_in_workload(now, book.suppressed.contains(recipient), contacts_of(recipient, now));
      decide(account, key, decision, now);
      ++book.ledger;
      decisions.emplace_back(key, decision);
    }
    return decisions;
  }

  void send_ended(AccountId account, AttemptId id, EndingKind ending, Instant now) {
    Book& book = books.at(account);
    ++book.ledger;
    Try& attempt = book.tries.at(id);
    switch (ending) {
      case EndingKind::accepted: return report(account, id, AttemptState::accepted, AttemptOutcome::none);
      case EndingKind::refused:
        if (!may_follow(attempt.state, AttemptState::refused)) return;
        attempt.state = AttemptState::refused;
        contacts.erase(contact_of(account, id));
        return settle(book, attempt.reminder, ReminderState::failed);
      case EndingKind::not_sent:
        if (!may_follow(attempt.state, AttemptState::not_sent)) return;
        attempt.state = AttemptState::not_sent;
        contacts.erase(contact_of(account, id));
        return try_again(book, attempt, now);
      case EndingKind::unknown:
        if (may_follow(attempt.state, AttemptState::unknown)) attempt.state = AttemptState::unknown;
        return;
    }
  }

  void report(AccountId account, AttemptId id, AttemptState state, AttemptOutcome outcome) {
    Book& book = books.at(account);
    Try& attempt = book.tries.at(id);
    const bool refined =
        attempt.state == AttemptState::ended && state == AttemptState::ended && may_follow(attempt.outcome, outcome);
    if (!refined && !may_follow(attempt.state, state)) return;
    if (attempt.state != AttemptState::ended && is_final(attempt.state)) happened_after_all(account, id);
    attempt.state = state;
    if (may_follow(attempt.outcome, outcome)) attempt.outcome = outcome;
    if (state != AttemptState::ended) return;
    if (attempt.outcome == AttemptOutcome::none) attempt.outcome = AttemptOutcome::failed;
    contact_ended(account, id);
    settle(book, attempt.reminder, reached(attempt.outcome) ? ReminderState::done : ReminderState::failed);
  }

  void nothing_was_found(AccountId account, AttemptId id) {
    Book& book = books.at(account);
    Try& attempt = book.tries.at(id);
    if (attempt.state != AttemptState::unknown) return;
    attempt.state = AttemptState::absent;
    contact_ended(account, id);
    ++book.ledger;
    settle(book, attempt.reminder, ReminderState::failed);
  }

  std::vector<PastContact> contacts_of(const std::string& recipient, Instant now) const {
    std::vector<PastContact> found;
    for (const auto& [key, state] : contacts) {
      const bool running = state == ContactState::running;
      if (key.recipient != recipient || (key.at <= now - hours{7 * 24} && !running)) continue;
      PastContact contact{};
      contact.at = key.at;
      contact.running = running;
      found.push_back(contact);
    }
    return found;
  }

  /// The first promise that this state breaks, in words; empty when it keeps all.
  std::string broken_promise() const {
    for (const auto& [account, book] : books) {
      for (const auto& [id, attempt] : book.tries) {
        const ReminderState state = book.reminders.at(attempt.reminder).state;
        if (state == ReminderState::waiting && bars_another(attempt.state, attempt.outcome))
          return "a reminder waits although attempt " + std::to_string(id.value()) + " may have reached somebody";
      }
    }
    return {};
  }

 private:
  static bool barred(const Book& book, const ReminderKey& key) {
    return std::any_of(book.tries.begin(), book.tries.end(), [&](const auto& one) {
      const Try& attempt = one.second;
      return attempt.reminder == key && attempt.state != AttemptState::not_sent &&
             attempt.state != AttemptState::refused;
    });
  }

  void decide(AccountId account, const ReminderKey& key, const Decision& decision, Instant now) {
    Book& book = books.at(account);
    Reminder& reminder = book.reminders.at(key);
    reminder.look_at = reminder.send_at;
    switch (decision.kind) {
      case DecisionKind::allow: break;
      case DecisionKind::defer:
        reminder.look_at = decision.until;
        if (moves_send_time(decision.reason)) reminder.send_at = decision.until;
        return;
      case DecisionKind::hold: reminder.state = ReminderState::held; return;
      case DecisionKind::drop: reminder.state = ReminderState::dropped; return;
    }
    reminder.state = ReminderState::intended;
    ++reminder.attempts;
    const AttemptId id(book.tries.empty() ? 1 : book.tries.rbegin()->first.value() + 1);
    book.tries.emplace(id, Try{key, reminder.attempts, book.recipients.at(key.appointment), now});
    contacts[contact_of(account, id)] = ContactState::running;
  }

  ContactKey contact_of(AccountId account, AttemptId id) const {
    const Try& attempt = books.at(account).tries.at(id);
    return {attempt.recipient, attempt.at, account, id};
  }
  void contact_ended(AccountId account, AttemptId id) {
    const Try& attempt = books.at(account).tries.at(id);
    if (const auto found = contacts.find(contact_of(account, id)); found != contacts.end())
      found->second = told_nothing(attempt.reminder.channel, attempt.state, attempt.outcome) ? ContactState::in_vain
                                                                                             : ContactState::ended;
  }

  /// It had been given up: it counts again, and is not tried again beside what is out there.
  void happened_after_all(AccountId account, AttemptId id) {
    contacts[contact_of(account, id)] = ContactState::running;
    Book& book = books.at(account);
    Reminder& reminder = book.reminders.at(book.tries.at(id).reminder);
    if (reminder.state == ReminderState::waiting || reminder.state == ReminderState::held ||
        reminder.state == ReminderState::failed)
      reminder.state = ReminderState::intended;
  }

  static void try_again(Book& book, const Try& attempt, Instant now) {
    static constexpr std::array waits{seconds{10}, seconds{60}, seconds{300}, seconds{900}};
    Reminder& reminder = book.reminders.at(attempt.reminder);
    if (attempt.n >= 5) return settle(book, attempt.reminder, ReminderState::failed);
    if (reminder.state != ReminderState::intended || barred(book, attempt.reminder)) return;
    reminder.state = ReminderState::waiting;
    // It may have got another time meanwhile.
    reminder.look_at = std::max(reminder.send_at, now + waits.at(static_cast<std::size_t>(attempt.n - 1)));
  }

  static void settle(Book& book, const ReminderKey& key, ReminderState state) {
    Reminder& reminder = book.reminders.at(key);
    const bool better = reminder.state == ReminderState::failed && state == ReminderState::done;
    if (reminder.state == ReminderState::intended || better) reminder.state = state;
  }
};

}  // namespace courtesy
