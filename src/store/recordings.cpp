#include "store/recordings.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/ledger.h"
#include "store/prompts.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr hours offered_for{1};

constexpr std::string_view columns =
    "r.recording, r.provider_id, r.used_as, r.session, r.sender, r.client, r.seconds, r.made_at, r.state, r.hash,"
    " r.failures, r.failure, r.read_at, r.at_provider, r.next_at, a.length_ms FROM recording r LEFT JOIN audio a ON"
    " a.account = r.account AND a.hash = r.hash";

RecordingState parse_state(std::string_view text) {
  for (const auto state :
       {RecordingState::offered, RecordingState::wanted, RecordingState::copied, RecordingState::refused}) {
    if (to_string(state) == text) return state;
  }
  return RecordingState::discarded;
}

Recording read(const Row& row) {
  Recording one;
  one.id = row[0].id<RecordingId>();
  one.what = {.provider_id = row[1].text(),
              .use = row[2].text() == "message" ? RecordingUse::message : RecordingUse::take,
              .session = row[3].number(),
              .from = row[4].text(),
              .client = row[5].id<ClientId>(),
              .length = seconds(row[6].number())};
  one.made_at = row[7].instant();
  one.state = parse_state(row[8].text());
  one.hash = row[9].text();
  one.failures = static_cast<int>(row[10].number());
  one.failure = row[11].text();
  one.read_at = row[12].maybe_instant();
  one.at_provider = row[13].number() != 0;
  one.next_at = row[14].maybe_instant();
  one.length = row[15].null() ? milliseconds(one.what.length) : milliseconds(row[15].number());
  return one;
}

Error no_such(RecordingId recording) {
  return {ErrorCode::not_found, fmt::format("there is no recording {}", recording.value())};
}

std::string sql(std::string_view condition) {
  return std::string("SELECT ").append(columns).append(" WHERE ").append(condition);
}

LedgerEntry entry(const Recording& one, std::string code) {
  return {.kind = LedgerKind::answered,
          .code = std::move(code),
          .client = one.what.client,
          .channel = "call",
          .body = LedgerBody()
                      .plain("recording", one.id.value())
                      .plain("use", to_string(one.what.use))
                      .plain("provider_id", one.what.provider_id)};
}

}  // namespace

std::string_view to_string(RecordingUse use) { return use == RecordingUse::take ? "take" : "message"; }

std::string_view to_string(RecordingState state) {
  switch (state) {
    case RecordingState::offered: return "offered";
    case RecordingState::wanted: return "wanted";
    case RecordingState::copied: return "copied";
    case RecordingState::refused: return "refused";
    case RecordingState::discarded: return "discarded";
  }
  return "discarded";
}

seconds recording_back_off(int failures) {
  constexpr int doublings = 9;
  return std::min<seconds>(seconds(10) * (1 << std::clamp(failures - 1, 0, doublings)), hours{1});
}

Result<RecordingId> Recordings::add(const NewRecording& recording) {
  const bool message = recording.use == RecordingUse::message;
  const Instant next = message ? unit_.now() : unit_.now() + offered_for;
  const Rows rows = TRY(unit_.db().run(
      "INSERT INTO recording (account, recording, provider_id, used_as, session, sender, client, seconds, made_at,"
      " state, next_at) VALUES ($1, (SELECT COALESCE(MAX(recording), 0) + 1 FROM recording WHERE account = $1), $2, $3,"
      " $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING recording",
      {unit_.account(), recording.provider_id, to_string(recording.use), recording.session, recording.from,
       recording.client, std::int64_t{recording.length.count()}, unit_.now(),
       to_string(message ? RecordingState::wanted : RecordingState::offered), next}));
  if (!rows.empty()) return rows[0][0].id<RecordingId>();
  return TRY(find(recording.provider_id))->id;
}

Result<Recording> Recordings::get(RecordingId recording) {
  static const std::string by_id = sql("r.account = $1 AND r.recording = $2");
  const Rows rows = TRY(unit_.db().run(by_id, {unit_.account(), recording}));
  if (rows.empty()) return no_such(recording);
  return read(rows[0]);
}

Result<std::optional<Recording>> Recordings::find(const std::string& provider_id) {
  static const std::string by_provider_id = sql("r.account = $1 AND r.provider_id = $2");
  const Rows rows = TRY(unit_.db().run(by_provider_id, {unit_.account(), provider_id}));
  return rows.empty() ? std::optional<Recording>{} : std::optional(read(rows[0]));
}

Result<void> Recordings::want(RecordingId recording) {
  const Recording known = TRY(get(recording));
  if (known.state != RecordingState::offered) return {};
  TRY(unit_.db().run("UPDATE recording SET state = 'wanted', next_at = $3 WHERE account = $1 AND recording = $2",
                     {unit_.account(), recording, unit_.now()}));
  return {};
}

Result<void> Recordings::erase_copy(const Recording& recording) {
  TRY(unit_.db().run("UPDATE recording SET hash = '' WHERE account = $1 AND recording = $2",
                     {unit_.account(), recording.id}));
  return unit_.audio_files().drop_unused(recording.hash);
}

Result<void> Recordings::discard(RecordingId recording) {
  const Recording known = TRY(get(recording));
  if (known.state == RecordingState::discarded) return {};
  if (TRY(unit_.prompts().uses(recording)))
    return Error{ErrorCode::conflict, "a prompt has this recording: it is kept"};
  TRY(
      unit_.db().run("UPDATE recording SET state = 'discarded', failures = 0, failure = '', next_at = $3"
                     " WHERE account = $1 AND recording = $2",
                     {unit_.account(), recording, known.at_provider ? Value(unit_.now()) : Value()}));
  TRY(erase_copy(known));
  return unit_.ledger().append(entry(known, "recording_discarded"));
}

Result<int> Recordings::forget_messages(Instant heard_before, Instant any_before, int limit) {
  const Rows rows = TRY(unit_.db().run(
      "SELECT recording FROM recording WHERE account = $1 AND used_as = 'message' AND state <> 'discarded' AND"
      " (made_at < $3 OR (made_at < $2 AND read_at IS NOT NULL)) ORDER BY recording LIMIT $4",
      {unit_.account(), heard_before, any_before, limit}));
  for (const auto& row : rows) TRY(discard(row[0].id<RecordingId>()));
  return static_cast<int>(rows.size());
}

Result<std::vector<Recording>> Recordings::messages(RecordingId before, int limit) {
  static const std::string newest =
      sql("r.account = $1 AND r.used_as = 'message' AND r.state <> 'discarded' AND ($2 = 0 OR r.recording < $2)"
          " ORDER BY r.recording DESC LIMIT $3");
  std::vector<Recording> all;
  for (const auto& row : TRY(unit_.db().run(newest, {unit_.account(), before, limit}))) all.push_back(read(row));
  return all;
}

Result<int> Recordings::unread_messages() {
  const Rows rows =
      TRY(unit_.db().run("SELECT COUNT(*) FROM recording WHERE account = $1 AND used_as = 'message' AND read_at IS NULL"
                         " AND state <> 'discarded'",
                         {unit_.account()}));
  return static_cast<int>(rows[0][0].number());
}

Result<void> Recordings::mark_read(RecordingId message, bool yes) {
  const Recording known = TRY(get(message));
  if (known.what.use != RecordingUse::message || known.state == RecordingState::discarded) return no_such(message);
  if (known.read_at.has_value() == yes) return {};
  TRY(unit_.db().run("UPDATE recording SET read_at = $3 WHERE account = $1 AND recording = $2",
                     {unit_.account(), message, yes ? Value(unit_.now()) : Value()}));
  return {};
}

Result<std::vector<Recordings::Due>> Recordings::to_copy(int limit) {
  INVARIANT(!unit_.account());
  std::vector<Due> all;
  for (const auto& row : TRY(unit_.db().run("SELECT account, recording FROM recording WHERE next_at IS NOT NULL AND"
                                            " next_at <= $1 ORDER BY next_at, account, recording LIMIT $2",
                                            {unit_.now(), limit}))) {
    all.push_back({.account = row[0].id<AccountId>(), .recording = row[1].id<RecordingId>()});
  }
  return all;
}

Result<void> Recordings::copied(RecordingId recording, const AudioFile& file, bool delete_there) {
  const Recording known = TRY(get(recording));
  if (known.state != RecordingState::wanted) return {};
  const std::string hash = TRY(unit_.audio_files().keep(file));
  TRY(
      unit_.db().run("UPDATE recording SET state = 'copied', hash = $3, failures = 0, failure = '', next_at = $4"
                     " WHERE account = $1 AND recording = $2",
                     {unit_.account(), recording, hash, delete_there ? Value(unit_.now()) : Value()}));
  TRY(unit_.prompts().copied(recording, hash));
  return unit_.ledger().append(entry(known, "recording_copied"));
}

Result<void> Recordings::refused(RecordingId recording, const std::string& why, bool delete_there) {
  const Recording known = TRY(get(recording));
  if (known.state != RecordingState::wanted) return {};
  TRY(
      unit_.db().run("UPDATE recording SET state = 'refused', failures = 0, failure = $3, next_at = $4"
                     " WHERE account = $1 AND recording = $2",
                     {unit_.account(), recording, why, delete_there ? Value(unit_.now()) : Value()}));
  TRY(unit_.prompts().refused(recording, why));
  LedgerEntry line = entry(known, "recording_refused");
  line.body.plain("why", why);
  return unit_.ledger().append(line);
}

Result<void> Recordings::failed(RecordingId recording, const std::string& why) {
  const Recording known = TRY(get(recording));
  if (!known.next_at) return {};
  const int failures = known.failures + 1;
  const bool enough = failures >= most_recording_failures;
  if (enough && known.state == RecordingState::wanted) return refused(recording, why, false);
  TRY(
      unit_.db().run("UPDATE recording SET failures = $3, failure = $4, next_at = $5 WHERE account = $1 AND"
                     " recording = $2",
                     {unit_.account(), recording, failures, why,
                      enough ? Value() : Value(unit_.now() + recording_back_off(failures))}));
  return {};
}

Result<void> Recordings::gone_there(RecordingId recording) {
  TRY(unit_.db().run("UPDATE recording SET at_provider = 0, next_at = NULL WHERE account = $1 AND recording = $2",
                     {unit_.account(), recording}));
  return {};
}

Result<void> Recordings::left_there(RecordingId recording) {
  TRY(unit_.db().run("UPDATE recording SET next_at = NULL WHERE account = $1 AND recording = $2",
                     {unit_.account(), recording}));
  return {};
}

}  // namespace courtesy
