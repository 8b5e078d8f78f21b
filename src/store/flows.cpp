#include "store/flows.h"

#include <fmt/format.h>

#include <set>

#include "flow/archive.h"
#include "flow/builtin.h"
#include "flow/definition.h"
#include "flow/slots.h"
#include "store/audio_files.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr AccountId of_the_program{0};
constexpr std::string_view select_all_live = "SELECT name, hash FROM flow_live WHERE account = $1";
constexpr std::string_view select_live = "SELECT hash FROM flow_live WHERE account = $1 AND name = $2";

Error no_such_version() { return {ErrorCode::not_found, "there is no such version of the flow"}; }

/// For whoever reads the ledger; a flow that there is not, or no more, has none.
std::string title_of(const Result<flow::Flow>& flow) { return flow ? flow->definition().title : ""; }

}  // namespace

Result<std::string> Flows::archived(AccountId account, const std::string& hash) {
  Rows rows = TRY(unit_.db().run("SELECT files FROM flow_version WHERE account = $1 AND hash = $2", {account, hash}));
  if (rows.empty()) return no_such_version();
  return rows[0][0].text();
}

Result<void> Flows::foresee() {
  const Value asked[] = {unit_.account()};
  return unit_.db().foresee(select_all_live, 1, asked);
}

Result<flow::Flow> Flows::live(const flow::Library& library, std::string_view name) {
  const auto live = TRY(live_hashes());
  const auto own = live->find(name);
  return own == live->end() ? library.flow(name) : version(library, own->second);
}

Result<const Flows::Hashes*> Flows::live_hashes() {
  if (live_) return &*live_;
  live_.emplace();
  for (const auto& row : TRY(unit_.db().run(select_all_live, {unit_.account()})))
    live_->emplace(row[0].text(), row[1].text());
  return &*live_;
}

Result<std::vector<flow::Flow::File>> Flows::live_files(std::string_view name) {
  const Rows rows = TRY(unit_.db().run(select_live, {unit_.account(), name}));
  if (!rows.empty()) return flow::archived_files(TRY(archived(unit_.account(), rows[0][0].text())));
  auto shipped = flow::builtin_files(name);
  if (shipped.empty()) return Error{ErrorCode::not_found, "there is no flow of that name"};
  return shipped;
}

Result<flow::Flow> Flows::reminder(const flow::Library& library, std::string_view name) {
  flow::Flow flow = TRY(live(library, name));
  TRY(flow::may_remind(flow));
  return flow;
}

Result<flow::Flow> Flows::line(const flow::Library& library, std::string_view name) {
  flow::Flow flow = TRY(live(library, name));
  TRY(flow::may_answer(flow));
  return flow;
}

Result<std::vector<flow::Flow>> Flows::all_live(const flow::Library& library) {
  std::set<std::string> names;
  for (const auto& [name, flow] : library.flows()) names.insert(name);
  for (const auto& row : TRY(unit_.db().run("SELECT name FROM flow_live WHERE account = $1", {unit_.account()})))
    names.insert(row[0].text());
  std::vector<flow::Flow> all;
  for (const auto& name : names) {
    if (auto flow = live(library, name)) all.push_back(std::move(*flow));
  }
  return all;
}

Result<flow::Flow> Flows::version(const flow::Library& library, const std::string& hash) {
  if (auto shipped = library.version(hash)) return shipped;
  return library.other_versions().get(hash, [&]() -> Result<std::string> {
    auto own = archived(unit_.account(), hash);
    return own || own.error().code != ErrorCode::not_found ? own : archived(of_the_program, hash);
  });
}

Result<void> Flows::keep(const flow::Flow& flow, const std::string& archived, const std::string& who) {
  TRY(
      unit_.db().run("INSERT INTO flow_version (account, hash, name, files, published_at, who)"
                     " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account, hash) DO NOTHING",
                     {unit_.account(), flow.hash(), flow.name(), archived, unit_.now(), who}));
  for (const auto& [hash, recording] : flow::recordings_of(flow))
    TRY(unit_.audio_files().keep_of_flow(recording.bytes));
  return {};
}

Result<FlowVersion> Flows::publish(const std::string& archived, const std::string& who) {
  const flow::Flow flow = TRY(flow::load_archived(archived));
  TRY(keep(flow, archived, who));
  TRY(make_live(flow.name(), flow.hash(), who));
  return FlowVersion{flow.hash(), flow.name(), unit_.now(), who, true};
}

Result<void> Flows::make_live(std::string_view name, std::string_view hash, const std::string& who) {
  const Rows known = TRY(unit_.db().run("SELECT files FROM flow_version WHERE account = $1 AND hash = $2 AND name = $3",
                                        {unit_.account(), hash, name}));
  if (known.empty()) return no_such_version();
  live_.reset();
  TRY(
      unit_.db().run("INSERT INTO flow_live (account, name, hash) VALUES ($1, $2, $3)"
                     " ON CONFLICT (account, name) DO UPDATE SET hash = $3",
                     {unit_.account(), name, hash}));
  return unit_.ledger().append({.kind = LedgerKind::by_hand,
                                .code = "flow_published",
                                .body = LedgerBody()
                                            .plain("flow", name)
                                            .plain("title", title_of(flow::load_archived(known[0][0].text())))
                                            .plain("hash", hash)
                                            .personal("who", who)});
}

Result<void> Flows::check_needed_by_nobody(std::string_view name) {
  const Rows rules =
      TRY(unit_.db().run("SELECT rule FROM rule WHERE account = $1 AND channel = 'call' AND content = $2"
                         " AND retired_at IS NULL ORDER BY rule",
                         {unit_.account(), name}));
  if (!rules.empty())
    return Error{ErrorCode::conflict,
                 fmt::format("rule {} calls by the flow '{}': remove the rule first", rules[0][0].number(), name)};
  const Rows lines = TRY(unit_.db().run("SELECT number FROM line WHERE account = $1 AND flow = $2 ORDER BY number",
                                        {unit_.account(), name}));
  if (!lines.empty())
    return Error{ErrorCode::conflict,
                 fmt::format("{} is answered by the flow '{}': set another first", lines[0][0].text(), name)};
  return {};
}

Result<void> Flows::withdraw(const flow::Library& library, std::string_view name, const std::string& who) {
  if (!library.flow(name)) TRY(check_needed_by_nobody(name));
  live_.reset();
  const Rows gone = TRY(
      unit_.db().run("DELETE FROM flow_live WHERE account = $1 AND name = $2 RETURNING hash", {unit_.account(), name}));
  if (gone.empty()) return Error{ErrorCode::not_found, fmt::format("there is no flow '{}' of the account's own", name)};
  return unit_.ledger().append(
      {.kind = LedgerKind::by_hand,
       .code = "flow_withdrawn",
       .body = LedgerBody().plain("flow", name).plain("title", title_of(library.flow(name))).personal("who", who)});
}

Result<std::vector<FlowVersion>> Flows::versions() {
  const Rows rows =
      TRY(unit_.db().run("SELECT v.hash, v.name, v.published_at, v.who, CASE WHEN l.hash IS NULL THEN 0 ELSE 1 END"
                         " FROM flow_version v LEFT JOIN flow_live l"
                         " ON l.account = v.account AND l.name = v.name AND l.hash = v.hash"
                         " WHERE v.account = $1 ORDER BY v.name, v.published_at DESC, v.hash",
                         {unit_.account()}));
  std::vector<FlowVersion> found;
  for (const Row& row : rows) {
    found.push_back({row[0].text(), row[1].text(), row[2].instant(), row[3].text(), row[4].number() != 0});
  }
  return found;
}

Result<void> Flows::keep_shipped(const flow::Library& library) {
  for (const auto& [name, flow] : library.flows()) {
    if (archived(of_the_program, flow.hash())) continue;
    TRY(keep(flow, TRY(flow::archive(name, flow::builtin_files(name), flow::builtin_files)), "the program"));
  }
  return {};
}

}  // namespace courtesy
