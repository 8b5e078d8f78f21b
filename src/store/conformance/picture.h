// What a store holds and what the model holds, in the same lines: so they are compared, and a difference can be read.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "store/db.h"
#include "store/model.h"

namespace courtesy::conformance {

using Picture = std::vector<std::string>;

inline Result<Picture> picture_of(Db& db) {
  static constexpr std::string_view questions[] = {
      "SELECT 'reminder ' || account || ' ' || appointment || ' ' || start || ' ' || state || ' ' || look_at || ' ' ||"
      " send_at || ' ' || attempts FROM reminder ORDER BY account, appointment, rule, channel, start",
      "SELECT 'attempt ' || account || ' ' || attempt || ' ' || appointment || ' ' || start || ' ' || n || ' ' ||"
      " state || ' ' || outcome FROM attempt ORDER BY account, attempt",
      "SELECT 'contact ' || recipient || ' ' || at || ' ' || account || ' ' || attempt || ' ' || state"
      " FROM recipient_contact ORDER BY recipient, at, account, attempt",
      "SELECT 'account ' || a.account || ' next ' || COALESCE(next_due, 0) || ' ledger ' || ledger_seq || ' ' ||"
      " (SELECT COUNT(*) FROM ledger l WHERE l.account = a.account) || ' suppressed ' ||"
      " (SELECT COUNT(*) FROM suppression s WHERE s.account = a.account) FROM account a WHERE a.account > 0"
      " ORDER BY a.account"};
  Picture lines;
  for (const auto& question : questions) {
    for (const auto& row : TRY(db.run(question))) lines.push_back(row[0].text());
  }
  return lines;
}

inline void add_word(std::string& line, std::string_view word) { line.append(line.empty() ? "" : " ").append(word); }
inline void add_word(std::string& line, std::int64_t number) { add_word(line, std::to_string(number)); }
template <typename... Words>
std::string line_of(const Words&... words) {
  std::string line;
  (add_word(line, words), ...);
  return line;
}

inline std::int64_t next_due(const StoreModel::Book& book) {
  std::int64_t next = 0;
  for (const auto& [key, reminder] : book.reminders) {
    const std::int64_t at = to_millis(reminder.look_at);
    if (reminder.state == ReminderState::waiting && (next == 0 || at < next)) next = at;
  }
  return next;
}

inline Picture picture_of(const StoreModel& model) {
  Picture lines;
  for (const auto& [account, book] : model.books) {
    for (const auto& [key, reminder] : book.reminders) {
      lines.push_back(line_of("reminder", account.value(), key.appointment.value(), key.start,
                              to_string(reminder.state), to_millis(reminder.look_at), to_millis(reminder.send_at),
                              std::int64_t{reminder.attempts}));
    }
  }
  for (const auto& [account, book] : model.books) {
    for (const auto& [id, attempt] : book.tries) {
      lines.push_back(line_of("attempt", account.value(), id.value(), attempt.reminder.appointment.value(),
                              attempt.reminder.start, std::int64_t{attempt.n}, to_string(attempt.state),
                              to_string(attempt.outcome)));
    }
  }
  static constexpr std::string_view contact_words[] = {"running", "ended", "in_vain"};
  for (const auto& [key, state] : model.contacts) {
    lines.push_back(line_of("contact", key.recipient, to_millis(key.at), key.account.value(), key.attempt.value(),
                            contact_words[static_cast<std::size_t>(state)]));
  }
  for (const auto& [account, book] : model.books) {
    lines.push_back(line_of("account", account.value(), "next", next_due(book), "ledger", book.ledger, book.ledger,
                            "suppressed", static_cast<std::int64_t>(book.suppressed.size())));
  }
  return lines;
}

/// The first lines in which they differ; empty when they do not.
inline std::string difference(const Picture& stored, const Picture& expected) {
  std::string text;
  int lines = 0;
  const auto only_in = [&](const Picture& a, const Picture& b, std::string_view name) {
    for (const auto& line : a) {
      if (std::find(b.begin(), b.end(), line) == b.end() && ++lines <= 8) text.append(name).append(line).append("\n");
    }
  };
  only_in(stored, expected, "  stored:   ");
  only_in(expected, stored, "  expected: ");
  if (text.empty() && stored != expected) text = "  the same lines in another order\n";
  return text;
}

}  // namespace courtesy::conformance
