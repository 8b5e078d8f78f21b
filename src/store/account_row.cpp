#include "store/account_row.h"

namespace courtesy {

AccountRow read_account_row(Row& row, std::size_t first) {
  const auto at = [&](std::size_t column) -> Value& { return row[first + column]; };
  AccountRow found;
  found.account = {.name = at(0).take(),
                   .spoken_name = at(1).take(),
                   .callback_number = at(2).take(),
                   .caller_number = at(3).take(),
                   .email_from = at(4).take(),
                   .zone = at(5).take(),
                   .country = at(6).take(),
                   .language = at(7).take()};
  if (!at(8).null()) found.stop = Stop{at(8).instant(), at(9).take(), at(10).take(), false};
  found.standing = at(11).take();
  found.declared = at(12).number();
  found.probation_since = at(13).maybe_instant();
  found.tended_at = at(14).instant();
  found.highs = {
      .hour = at(15).number(), .day = at(16).number(), .spend_day = at(17).number(), .known = at(18).number() != 0};
  found.highs_at = at(19).instant();
  found.ledger_from = at(20).number();
  found.ledger_seq = at(21).number();
  found.ledger_head = at(22).take();
  return found;
}

}  // namespace courtesy
