#include "store/prompts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "flow/names.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// Of the tables prompt and prompt_version, before all else: $1 to $5.
constexpr std::string_view named = " account = $1 AND flow = $2 AND language = $3 AND state = $4 AND slot = $5";

constexpr std::string_view version_columns =
    "SELECT v.flow, v.state, v.slot, v.language, v.version, v.recording, v.hash, a.length_ms, a.peaks, v.failure,"
    " v.who, v.made_at, p.live FROM prompt_version v JOIN prompt p ON p.account = v.account AND p.flow = v.flow AND"
    " p.language = v.language AND p.state = v.state AND p.slot = v.slot LEFT JOIN audio a ON a.account = v.account AND"
    " a.hash = v.hash AND v.hash <> ''";

PromptName name_of(const Row& row) {
  return {.flow = row[0].text(), .state = row[1].text(), .slot = row[2].text(), .language = row[3].text()};
}

PromptVersion version_of(const Row& row) {
  PromptVersion one;
  one.version = static_cast<int>(row[4].number());
  one.recording = row[5].id<RecordingId>();
  one.hash = row[6].text();
  one.length = milliseconds(row[7].number());
  one.peaks = peaks_from_text(row[8].text());
  one.failure = row[9].text();
  one.who = row[10].text();
  one.made_at = row[11].instant();
  one.live = row[12].number() == row[4].number();
  return one;
}

/// A flow's name, which may have hyphens.
bool is_flow_name(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), fits);
}

bool is_language(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

Value at(const PromptName& name, int place) {
  switch (place) {
    case 2: return name.flow;
    case 3: return name.language;
    case 4: return name.state;
    default: return name.slot;
  }
}

/// $1 to $5, and what follows.
std::vector<Value> values_for(const Unit& unit, const PromptName& name, std::initializer_list<Value> more = {}) {
  std::vector<Value> values{unit.account()};
  for (const int place : {2, 3, 4, 5}) values.push_back(at(name, place));
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

LedgerEntry entry(const PromptName& name, std::string code, int version, const std::string& who) {
  return {.kind = LedgerKind::by_hand,
          .code = std::move(code),
          .channel = "call",
          .body = LedgerBody().plain("prompt", name.to_text()).plain("version", version).personal("who", who)};
}

}  // namespace

std::string PromptName::to_text() const { return fmt::format("{}/{}/{}/{}", flow, state, slot, language); }

Result<PromptName> PromptName::parse(std::string_view text) {
  std::array<std::string, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = i + 1 == parts.size() ? text.size() : std::min(text.find('/'), text.size());
    parts[i] = std::string(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  const bool right =
      is_flow_name(parts[0]) && flow::is_name(parts[1]) && flow::is_name(parts[2]) && is_language(parts[3]);
  if (!right)
    return invalid("a prompt is named FLOW/STATE/SLOT/LANGUAGE, for example appointment-reminder/opening/hello/en");
  return PromptName{.flow = parts[0], .state = parts[1], .slot = parts[2], .language = parts[3]};
}

const PromptVersion* Prompt::live() const {
  const auto found = std::find_if(versions.begin(), versions.end(), [](const PromptVersion& one) { return one.live; });
  return found == versions.end() ? nullptr : &*found;
}

Result<int> Prompts::add(const PromptName& name, RecordingId recording, const std::string& hash,
                         const std::string& who) {
  static const std::string next =
      "INSERT INTO prompt (account, flow, language, state, slot, last_version) VALUES ($1, $2, $3, $4, $5, 1)"
      " ON CONFLICT (account, flow, language, state, slot) DO UPDATE SET last_version = prompt.last_version + 1"
      " RETURNING last_version";
  const Rows rows = TRY(unit_.db().run(next, values_for(unit_, name)));
  const int version = static_cast<int>(rows[0][0].number());
  TRY(unit_.db().run(
      "INSERT INTO prompt_version (account, flow, language, state, slot, version, recording, hash, who, made_at)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      values_for(unit_, name, {version, recording, hash, who, unit_.now()})));
  TRY(unit_.ledger().append(entry(name, "prompt_recorded", version, who)));
  return version;
}

Result<int> Prompts::keep(const PromptName& name, RecordingId recording, const std::string& who) {
  const Recording take = TRY(unit_.recordings().get(recording));
  if (take.state == RecordingState::discarded) return Error{ErrorCode::conflict, "this recording was thrown away"};
  static const std::string same =
      std::string("SELECT version FROM prompt_version WHERE").append(named).append(" AND recording = $6");
  const Rows kept = TRY(unit_.db().run(same, values_for(unit_, name, {recording})));
  if (!kept.empty()) return static_cast<int>(kept[0][0].number());
  if (!TRY(has_room(name))) {
    return Error{ErrorCode::conflict,
                 fmt::format("{} recordings of this prompt wait to be copied already", most_waiting)};
  }
  const int version = TRY(add(name, recording, take.hash, who));
  TRY(unit_.recordings().want(recording));
  if (take.state == RecordingState::refused) TRY(refused(recording, take.failure));
  if (!take.hash.empty()) TRY(make_live(name, version));
  TRY(thin(name));
  return version;
}

Result<int> Prompts::keep_file(const PromptName& name, const AudioFile& file, const std::string& who) {
  const std::string hash = TRY(unit_.audio_files().keep(file));
  const int version = TRY(add(name, RecordingId{}, hash, who));
  TRY(make_live(name, version));
  TRY(thin(name));
  return version;
}

Result<bool> Prompts::has_room(const PromptName& name) {
  static const std::string waiting =
      std::string("SELECT COUNT(*) FROM prompt_version WHERE").append(named).append(" AND hash = '' AND failure = ''");
  const Rows rows = TRY(unit_.db().run(waiting, values_for(unit_, name)));
  return rows[0][0].number() < most_waiting;
}

Result<std::map<std::string, std::string>> Prompts::live(std::string_view flow, std::string_view language) {
  std::map<std::string, std::string> all;
  for (const auto& row :
       TRY(unit_.db().run("SELECT p.state, p.slot, v.hash FROM prompt p JOIN prompt_version v ON v.account = p.account"
                          " AND v.flow = p.flow AND v.language = p.language AND v.state = p.state AND v.slot = p.slot"
                          " AND v.version = p.live WHERE p.account = $1 AND p.flow = $2 AND p.language = $3 AND"
                          " p.live > 0",
                          {unit_.account(), flow, language}))) {
    all.emplace(row[0].text() + "/" + row[1].text(), row[2].text());
  }
  return all;
}

Result<std::vector<PromptVersion>> Prompts::versions(const PromptName& name) {
  static const std::string of_one =
      std::string(version_columns)
          .append(
              " WHERE v.account = $1 AND v.flow = $2 AND v.language = $3 AND v.state = $4 AND v.slot = $5"
              " ORDER BY v.version DESC");
  std::vector<PromptVersion> all;
  for (const auto& row : TRY(unit_.db().run(of_one, values_for(unit_, name)))) all.push_back(version_of(row));
  return all;
}

Result<std::vector<Prompt>> Prompts::all() {
  static const std::string of_all = std::string(version_columns)
                                        .append(
                                            " WHERE v.account = $1 ORDER BY v.flow, v.state, v.slot, v.language,"
                                            " v.version DESC");
  std::vector<Prompt> prompts;
  for (const auto& row : TRY(unit_.db().run(of_all, {unit_.account()}))) {
    if (prompts.empty() || prompts.back().name != name_of(row))
      prompts.push_back({.name = name_of(row), .versions = {}});
    prompts.back().versions.push_back(version_of(row));
  }
  return prompts;
}

Result<void> Prompts::make_live(const PromptName& name, int version) {
  static const std::string newest =
      std::string("UPDATE prompt SET live = $6, settled = $6 WHERE").append(named).append(" AND settled < $6");
  TRY(unit_.db().run(newest, values_for(unit_, name, {version})));
  return {};
}

Result<void> Prompts::roll_back(const PromptName& name, int version, const std::string& who) {
  const std::vector<PromptVersion> known = TRY(versions(name));
  const auto wanted =
      std::find_if(known.begin(), known.end(), [&](const PromptVersion& one) { return one.version == version; });
  if (known.empty() || (version != 0 && wanted == known.end()))
    return Error{ErrorCode::not_found, fmt::format("{} has no version {}", name.to_text(), version)};
  if (version != 0 && wanted->hash.empty()) return Error{ErrorCode::conflict, "nothing can be heard of this version"};
  static const std::string set = std::string("UPDATE prompt SET live = $6, settled = last_version WHERE").append(named);
  TRY(unit_.db().run(set, values_for(unit_, name, {version})));
  return unit_.ledger().append(entry(name, "prompt_rolled_back", version, who));
}

Result<void> Prompts::copied(RecordingId recording, const std::string& hash) {
  for (const auto& row :
       TRY(unit_.db().run("UPDATE prompt_version SET hash = $3 WHERE account = $1 AND recording = $2 AND recording <> 0"
                          " RETURNING flow, state, slot, language, version",
                          {unit_.account(), recording, hash}))) {
    TRY(make_live(name_of(row), static_cast<int>(row[4].number())));
  }
  return {};
}

Result<void> Prompts::refused(RecordingId recording, const std::string& why) {
  TRY(unit_.db().run("UPDATE prompt_version SET failure = $3 WHERE account = $1 AND recording = $2 AND recording <> 0",
                     {unit_.account(), recording, why}));
  return {};
}

Result<bool> Prompts::uses(RecordingId recording) {
  return !TRY(unit_.db().run("SELECT 1 FROM prompt_version WHERE account = $1 AND recording = $2 AND recording <> 0",
                             {unit_.account(), recording}))
              .empty();
}

Result<void> Prompts::thin(const PromptName& name) {
  const std::vector<PromptVersion> all = TRY(versions(name));
  static const std::string remove =
      std::string("DELETE FROM prompt_version WHERE").append(named).append(" AND version = $6");
  for (std::size_t i = most_versions; i < all.size(); ++i) {
    if (all[i].live) continue;
    TRY(unit_.db().run(remove, values_for(unit_, name, {all[i].version})));
    if (all[i].recording) TRY(unit_.recordings().discard(all[i].recording));
    TRY(unit_.audio_files().drop_unused(all[i].hash));
  }
  return {};
}

}  // namespace courtesy
