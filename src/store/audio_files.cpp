#include "store/audio_files.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// Divisible by three: each part's base64 is whole.
constexpr std::size_t part_bytes = 192 * 1024;

std::string text_of(const std::vector<std::uint8_t>& peaks) {
  return hex(std::string_view(reinterpret_cast<const char*>(peaks.data()), peaks.size()));
}

int value_of(char digit) { return digit >= 'a' ? digit - 'a' + 10 : digit - '0'; }

Error no_such() { return {ErrorCode::not_found, "there is no such recording"}; }

Result<std::string> bytes_of(Db& db, AccountId account, const std::string& hash) {
  const Rows rows =
      TRY(db.run("SELECT data FROM audio_part WHERE account = $1 AND hash = $2 ORDER BY part", {account, hash}));
  if (rows.empty()) return no_such();
  std::string bytes;
  for (const auto& row : rows) bytes += TRY(from_base64(row[0].text()));
  return bytes;
}

}  // namespace

std::vector<std::uint8_t> peaks_from_text(const std::string& text) {
  std::vector<std::uint8_t> peaks;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    peaks.push_back(static_cast<std::uint8_t>(value_of(text[at]) * 16 + value_of(text[at + 1])));
  }
  return peaks;
}

Result<std::string> AudioFiles::keep(const AudioFile& file) {
  if (file.bytes.empty()) return invalid("a recording without any sound");
  if (file.bytes.size() > most_audio_bytes)
    return invalid(fmt::format("a recording of {} bytes: at most {} are kept", file.bytes.size(), most_audio_bytes));
  const std::string hash = hex(sha256(file.bytes));
  const std::size_t parts = (file.bytes.size() + part_bytes - 1) / part_bytes;
  const Rows added =
      TRY(unit_.db().run("INSERT INTO audio (account, hash, length_ms, peaks, parts, made_at) VALUES ($1, $2, $3, $4,"
                         " $5, $6) ON CONFLICT DO NOTHING RETURNING 1",
                         {unit_.account(), hash, std::int64_t{file.length.count()}, text_of(file.peaks),
                          static_cast<std::int64_t>(parts), unit_.now()}));
  if (added.empty()) return hash;
  for (std::size_t part = 0; part < parts; ++part) {
    const std::string_view bytes = std::string_view(file.bytes).substr(part * part_bytes, part_bytes);
    TRY(unit_.db().run("INSERT INTO audio_part (account, hash, part, data) VALUES ($1, $2, $3, $4)",
                       {unit_.account(), hash, static_cast<std::int64_t>(part), base64(bytes)}));
  }
  return hash;
}

Result<std::string> AudioFiles::keep_of_flow(std::string_view bytes) {
  const std::string hash = TRY(keep({.bytes = std::string(bytes), .peaks = {}}));
  TRY(unit_.db().run("UPDATE audio SET of_flow = 1 WHERE account = $1 AND hash = $2", {unit_.account(), hash}));
  return hash;
}

Result<AudioFacts> AudioFiles::facts(const std::string& hash) {
  const Rows rows = TRY(
      unit_.db().run("SELECT length_ms, peaks FROM audio WHERE account = $1 AND hash = $2", {unit_.account(), hash}));
  if (rows.empty()) return no_such();
  return AudioFacts{
      .hash = hash, .length = milliseconds(rows[0][0].number()), .peaks = peaks_from_text(rows[0][1].text())};
}

Result<std::string> AudioFiles::bytes(const std::string& hash) { return bytes_of(unit_.db(), unit_.account(), hash); }

Result<void> AudioFiles::drop_unused(const std::string& hash) {
  if (hash.empty()) return {};
  const Rows used = TRY(unit_.db().run(
      "SELECT 1 WHERE EXISTS (SELECT 1 FROM prompt_version WHERE account = $1 AND hash = $2 AND hash <> '') OR EXISTS"
      " (SELECT 1 FROM recording WHERE account = $1 AND hash = $2) OR EXISTS"
      " (SELECT 1 FROM audio WHERE account = $1 AND hash = $2 AND of_flow = 1)",
      {unit_.account(), hash}));
  if (!used.empty()) return {};
  TRY(unit_.db().run("DELETE FROM audio_part WHERE account = $1 AND hash = $2", {unit_.account(), hash}));
  TRY(unit_.db().run("DELETE FROM audio WHERE account = $1 AND hash = $2", {unit_.account(), hash}));
  return {};
}

Result<std::string> AudioFiles::prompt_bytes(const std::string& hash) {
  INVARIANT(!unit_.account());
  const Rows rows = TRY(unit_.db().run(
      "SELECT a.account FROM audio a WHERE a.hash = $1 AND (a.of_flow = 1 OR EXISTS (SELECT 1 FROM prompt_version v"
      " WHERE v.account = a.account AND v.hash = a.hash AND v.hash <> '')) ORDER BY a.account LIMIT 1",
      {hash}));
  if (rows.empty()) return no_such();
  return bytes_of(unit_.db(), rows[0][0].id<AccountId>(), hash);
}

}  // namespace courtesy
