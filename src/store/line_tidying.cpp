#include "store/line_tidying.h"

#include "store/event_book.h"
#include "store/fact_book.h"
#include "store/guesses.h"
#include "store/task_codes.h"
#include "store/unit.h"

namespace courtesy {

Result<std::vector<AccountId>> accounts_to_tidy(Unit& house) {
  INVARIANT(!house.account());
  const Instant now = house.now();
  const Rows rows =
      TRY(house.db().run("SELECT account FROM call_session WHERE ended_at IS NULL AND begun_at < $1"
                         " UNION SELECT account FROM fact WHERE expires_at <= $2"
                         " UNION SELECT account FROM wrong_guess WHERE at <= $3"
                         " UNION SELECT account FROM event WHERE at < $4 AND next_at IS NULL ORDER BY account",
                         {now - longest_call, now - FactBook::call_lasts, now - guesses_count_for, now - events_stay}));
  std::vector<AccountId> accounts;
  for (const auto& row : rows) accounts.push_back(row[0].id<AccountId>());
  return accounts;
}

Result<void> tidy_lines(Unit& unit) {
  TRY(FactBook(unit).forget());
  TRY(Guesses(unit).forget());
  TRY(EventBook(unit).forget(unit.now() - events_stay));
  TRY(TaskCodes(unit).forget(unit.now() - codes_stay));
  return {};
}

}  // namespace courtesy
