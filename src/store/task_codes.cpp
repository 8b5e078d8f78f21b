#include "store/task_codes.h"

#include <array>

#include "outcome/spoken_code.h"
#include "store/keyed.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 2> purposes{"client", "record_prompt"};

/// 56 bits of chance: no code is more likely than another by more than 2^-36.
std::int64_t below(std::int64_t bound, std::string_view chance) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 7; ++i) value = (value << 8) | static_cast<unsigned char>(chance[i]);
  return static_cast<std::int64_t>(value % static_cast<std::uint64_t>(bound));
}

}  // namespace

std::string_view to_string(CodePurpose purpose) { return purposes.at(static_cast<std::size_t>(purpose)); }

std::optional<CodePurpose> parse_code_purpose(std::string_view text) {
  for (std::size_t i = 0; i < purposes.size(); ++i) {
    if (purposes[i] == text) return static_cast<CodePurpose>(i);
  }
  return std::nullopt;
}

std::string_view to_string(CodeState::Is is) {
  switch (is) {
    case CodeState::Is::live: return "live";
    case CodeState::Is::used: return "used";
    case CodeState::Is::expired: return "expired";
  }
  return "expired";
}

std::string TaskCodes::hash(CodePurpose purpose, std::string_view code) const {
  return keyed_hash(unit_, fmt::format("task code {}", to_string(purpose)), code);
}

Result<MadeCode> TaskCodes::make(CodePurpose purpose, const std::string& subject, const std::string& who) {
  TRY(
      unit_.db().run("UPDATE task_code SET expires_at = $2 WHERE account = $1 AND purpose = $3 AND subject = $4"
                     " AND used_at IS NULL AND expires_at > $2",
                     {unit_.account(), unit_.now(), to_string(purpose), subject}));
  const Rows known = TRY(unit_.db().run(
      "SELECT COALESCE(MAX(task_code), 0) + 1, COALESCE(SUM(CASE WHEN used_at IS NULL AND expires_at > $2 THEN 1 ELSE 0"
      " END), 0) FROM task_code WHERE account = $1",
      {unit_.account(), unit_.now()}));
  if (known[0][1].number() >= most_live_codes)
    return Error{ErrorCode::full, "too many codes are live at once: wait until some are used or have expired"};
  MadeCode made{.id = known[0][0].number(), .expires_at = unit_.now() + task_code_lives};
  // Two live codes of one purpose are never the same: drawn again, until it is another.
  for (int draw = 0;; ++draw) {
    const std::string chance = drawn(unit_, fmt::format("task code {} {}", made.id, draw));
    const std::string code = code_at(below(codes_of(task_code_digits), chance), task_code_digits);
    const std::string hashed = hash(purpose, code);
    if (!TRY(unit_.db().run("SELECT 1 FROM task_code WHERE account = $1 AND hash = $2 AND used_at IS NULL"
                            " AND expires_at > $3",
                            {unit_.account(), hashed, unit_.now()}))
             .empty()) {
      continue;
    }
    made.code = Secret<std::string>(code);
    TRY(unit_.db().run(
        "INSERT INTO task_code (account, task_code, hash, purpose, subject, made_at, made_by, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {unit_.account(), made.id, hashed, to_string(purpose), subject, unit_.now(), who, made.expires_at}));
    break;
  }
  TRY(unit_.ledger().append({.kind = LedgerKind::by_hand,
                             .code = "task_code_made",
                             .body = LedgerBody()
                                         .plain("task_code", made.id)
                                         .plain("purpose", to_string(purpose))
                                         .plain("subject", subject)
                                         .plain("who", who)}));
  return made;
}

Result<std::optional<std::string>> TaskCodes::use(CodePurpose purpose, std::string_view keys, SessionId session) {
  const Rows rows = TRY(unit_.db().run(
      "UPDATE task_code SET used_at = $3, session = $4 WHERE account = $1 AND hash = $2 AND used_at IS NULL"
      " AND expires_at > $3 RETURNING task_code, subject",
      {unit_.account(), hash(purpose, without_repeats(keys)), unit_.now(), session}));
  if (rows.empty()) return std::optional<std::string>{};
  TRY(unit_.ledger().append({.kind = LedgerKind::answered,
                             .code = "task_code_used",
                             .channel = "call",
                             .body = LedgerBody()
                                         .plain("task_code", rows[0][0].number())
                                         .plain("purpose", to_string(purpose))
                                         .plain("session", session.value())}));
  return std::optional(rows[0][1].text());
}

Result<void> TaskCodes::forget(Instant before) {
  // Never the newest: its number is not given twice.
  TRY(
      unit_.db().run("DELETE FROM task_code WHERE account = $1 AND expires_at < $2"
                     " AND task_code < (SELECT MAX(task_code) FROM task_code WHERE account = $1)",
                     {unit_.account(), before}));
  return {};
}

Result<CodeState> TaskCodes::state(std::int64_t id) {
  const Rows rows = TRY(unit_.db().run(
      "SELECT purpose, subject, expires_at, used_at FROM task_code WHERE account = $1 AND task_code = $2",
      {unit_.account(), id}));
  if (rows.empty()) return Error{ErrorCode::not_found, "there is no such code"};
  CodeState state{.purpose = parse_code_purpose(rows[0][0].text()).value(),
                  .subject = rows[0][1].text(),
                  .expires_at = rows[0][2].instant(),
                  .used_at = rows[0][3].maybe_instant()};
  state.is = state.used_at                    ? CodeState::Is::used
             : state.expires_at > unit_.now() ? CodeState::Is::live
                                              : CodeState::Is::expired;
  return state;
}

}  // namespace courtesy
