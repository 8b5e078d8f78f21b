#include "store/gateway_record.h"

#include <array>

#include "store/spans.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr minutes looked_at_once{15};
constexpr minutes waits_for_callback{10};
constexpr std::array<std::string_view, 7> words{"none_expected", "prompt",  "in_a_minute", "in_ten_minutes",
                                                "later",         "awaited", "missing"};

Callback parse(std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<Callback>(i);
  }
  return Callback::none_expected;
}

/// $4: what was taken before it has waited for long.
constexpr std::string_view sql =
    "SELECT channel, ending, outcome, code, callback, COUNT(*), MAX(at) FROM (SELECT channel, ending, outcome, code, "
    "at,"
    " CASE WHEN ending <> 'accepted' OR channel = 'email' THEN 'none_expected'"
    " WHEN first IS NULL AND at > $4 THEN 'awaited' WHEN first IS NULL THEN 'missing'"
    " WHEN first - at <= 5000 THEN 'prompt' WHEN first - at <= 60000 THEN 'in_a_minute'"
    " WHEN first - at <= 600000 THEN 'in_ten_minutes' ELSE 'later' END AS callback"
    " FROM (SELECT l.channel, l.code AS ending, t.outcome, t.code, l.at, (SELECT MIN(c.at) FROM callback_seen c"
    " WHERE c.account = t.account AND c.attempt = t.attempt) AS first"
    " FROM account a CROSS JOIN ledger l CROSS JOIN attempt t WHERE a.account > $1 AND l.account = a.account"
    " AND l.at >= $2 AND l.at < $3 AND l.kind = 'sent' AND t.account = l.account AND t.attempt = l.attempt) s) c"
    " GROUP BY channel, ending, outcome, code, callback";

}  // namespace

std::string_view to_string(Callback callback) { return words.at(static_cast<std::size_t>(callback)); }

Result<std::vector<GatewayAnswers>> gateway_answers(Unit& house, Instant since) {
  INVARIANT(!house.account());
  const std::array<Value, 1> more{Value(house.now() - waits_for_callback)};
  std::vector<GatewayAnswers> answers;
  for (const Row& row : TRY(run_in_spans(house.db(), AccountId{}, since, house.now(), looked_at_once, sql, more))) {
    answers.push_back({.channel = row[0].text(),
                       .ending = row[1].text(),
                       .outcome = row[2].text(),
                       .code = row[3].text(),
                       .callback = parse(row[4].text()),
                       .count = row[5].number(),
                       .last = row[6].instant()});
  }
  return answers;
}

}  // namespace courtesy
