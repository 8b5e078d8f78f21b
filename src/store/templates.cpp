#include "store/templates.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

struct Live {
  std::string language;
  std::string words;
};

std::string_view base_of(std::string_view language) { return language.substr(0, language.find('-')); }

Result<TemplateWords> parsed(std::string_view name, const Live& live) {
  return TemplateWords{TRY(flow::TextTemplate::parse(fmt::format("{}.{}", name, live.language), live.words)),
                       live.language, channel_of_words(live.words)};
}

const Live* in(const std::vector<Live>& all, std::string_view language) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Live& one) { return one.language == language; });
  return found == all.end() ? nullptr : &*found;
}

Channel channel_of(const Value& value) { return parse_channel(value.text()).value_or(Channel::text); }

}  // namespace

Channel channel_of_words(std::string_view words) {
  return words.starts_with("Subject:") ? Channel::email : Channel::text;
}

Result<TemplateWords> Templates::text(const flow::Library& library, std::string_view name, std::string_view language) {
  std::vector<Live> own;
  for (const Row& row : TRY(unit_.db().run("SELECT l.language, v.words FROM template_live l JOIN template_version v"
                                           " ON v.account = l.account AND v.name = l.name AND v.language = l.language"
                                           " AND v.version = l.version"
                                           " WHERE l.account = $1 AND l.name = $2 ORDER BY l.language",
                                           {unit_.account(), name})))
    own.push_back({row[0].text(), row[1].text()});
  if (const Live* wanted = in(own, base_of(language))) return parsed(name, *wanted);
  const auto shipped = library.text(name, language);
  if (!shipped || shipped->language != base_of(language)) {
    if (const Live* english = in(own, "en")) return parsed(name, *english);
    if (!shipped && !own.empty()) return parsed(name, own.front());
  }
  if (!shipped) return shipped.error();
  return TemplateWords{*shipped->words, std::string(shipped->language), channel_of_words(shipped->words->words())};
}

Result<std::vector<TemplateDraft>> Templates::drafts() {
  std::vector<TemplateDraft> found;
  for (const Row& row : TRY(unit_.db().run("SELECT name, language, channel, words, at, who FROM template_draft"
                                           " WHERE account = $1 ORDER BY name, language",
                                           {unit_.account()})))
    found.push_back({row[0].text(), row[1].text(), channel_of(row[2]), row[3].text(), row[4].instant(), row[5].text()});
  return found;
}

namespace {

/// Each with whether it is live, and how many of its name and language are newer.
constexpr std::string_view numbered =
    "SELECT v.name, v.language, v.version, v.channel, v.words, v.hash, v.at, v.who,"
    " CASE WHEN l.version IS NULL THEN 0 ELSE 1 END AS live,"
    " ROW_NUMBER() OVER (PARTITION BY v.name, v.language ORDER BY v.version DESC) AS place"
    " FROM template_version v LEFT JOIN template_live l ON l.account = v.account"
    " AND l.name = v.name AND l.language = v.language AND l.version = v.version WHERE v.account = $1";

std::vector<TemplateVersion> read_versions(const Rows& rows) {
  std::vector<TemplateVersion> found;
  for (const Row& row : rows)
    found.push_back({row[0].text(), row[1].text(), row[2].number(), channel_of(row[3]), row[4].text(), row[5].text(),
                     row[6].instant(), row[7].text(), row[8].number() != 0});
  return found;
}

}  // namespace

Result<std::vector<TemplateVersion>> Templates::versions(int limit) {
  static const std::string sql = fmt::format(
      "SELECT * FROM ({}) AS all_versions WHERE place <= $2 OR live = 1 ORDER BY name, language, version DESC",
      numbered);
  return read_versions(TRY(unit_.db().run(sql, {unit_.account(), limit})));
}

Result<std::vector<TemplateVersion>> Templates::versions_before(std::string_view name, std::string_view language,
                                                                std::int64_t version, int limit) {
  static const std::string sql = fmt::format(
      "{} AND v.name = $2 AND v.language = $3 AND v.version < $4 ORDER BY v.version DESC LIMIT $5", numbered);
  return read_versions(TRY(unit_.db().run(sql, {unit_.account(), name, language, version, limit})));
}

Result<void> Templates::keep_draft(const TemplateDraft& draft) {
  TRY(unit_.db().run(
      "INSERT INTO template_draft (account, name, language, channel, words, at, who)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account, name, language)"
      " DO UPDATE SET channel = $4, words = $5, at = $6, who = $7",
      {unit_.account(), draft.name, draft.language, to_string(draft.channel), draft.words, unit_.now(), draft.who}));
  return on_record("template_drafted", draft.name, draft.language, 0, hex(sha256(draft.words)), draft.who);
}

Result<void> Templates::discard_draft(std::string_view name, std::string_view language, const std::string& who) {
  TRY(remove_draft(name, language));
  return on_record("template_draft_discarded", name, language, 0, "", who);
}

Result<void> Templates::remove_draft(std::string_view name, std::string_view language) {
  const Rows gone =
      TRY(unit_.db().run("DELETE FROM template_draft WHERE account = $1 AND name = $2 AND language = $3 RETURNING name",
                         {unit_.account(), name, language}));
  if (gone.empty()) return Error{ErrorCode::not_found, "there is no draft of this template in this language"};
  return {};
}

Result<TemplateVersion> Templates::publish(std::string_view name, std::string_view language, const std::string& who) {
  const Rows draft =
      TRY(unit_.db().run("SELECT channel, words FROM template_draft WHERE account = $1 AND name = $2 AND language = $3",
                         {unit_.account(), name, language}));
  TRY(remove_draft(name, language));
  TemplateVersion made{
      .name = std::string(name), .language = std::string(language), .channel = channel_of(draft[0][0])};
  made.words = draft[0][1].text();
  made.hash = hex(sha256(made.words));
  made.at = unit_.now();
  made.who = who;
  made.live = true;
  const Rows rows = TRY(
      unit_.db().run("INSERT INTO template_version (account, name, language, version, channel, words, hash, at, who)"
                     " VALUES ($1, $2, $3, (SELECT COALESCE(MAX(version), 0) + 1 FROM template_version"
                     " WHERE account = $1 AND name = $2 AND language = $3), $4, $5, $6, $7, $8) RETURNING version",
                     {unit_.account(), name, language, to_string(made.channel), made.words, made.hash, made.at, who}));
  made.version = rows[0][0].number();
  TRY(
      unit_.db().run("INSERT INTO template_live (account, name, language, version) VALUES ($1, $2, $3, $4)"
                     " ON CONFLICT (account, name, language) DO UPDATE SET version = $4",
                     {unit_.account(), name, language, made.version}));
  TRY(on_record("template_published", name, language, made.version, made.hash, who));
  return made;
}

Result<void> Templates::make_live(const flow::Library& library, std::string_view name, std::string_view language,
                                  std::int64_t version, const std::string& who) {
  if (version == 0) {
    if (!library.text(name, language))
      return Error{ErrorCode::conflict, fmt::format("the program has no template '{}' to go back to", name)};
    TRY(unit_.db().run("DELETE FROM template_live WHERE account = $1 AND name = $2 AND language = $3",
                       {unit_.account(), name, language}));
    return on_record("template_rolled_back", name, language, 0, "", who);
  }
  const Rows known = TRY(unit_.db().run(
      "SELECT hash FROM template_version WHERE account = $1 AND name = $2 AND language = $3 AND version = $4",
      {unit_.account(), name, language, version}));
  if (known.empty()) return Error{ErrorCode::not_found, "there is no such version of this template"};
  TRY(
      unit_.db().run("INSERT INTO template_live (account, name, language, version) VALUES ($1, $2, $3, $4)"
                     " ON CONFLICT (account, name, language) DO UPDATE SET version = $4",
                     {unit_.account(), name, language, version}));
  return on_record("template_rolled_back", name, language, version, known[0][0].text(), who);
}

Result<void> Templates::on_record(std::string code, std::string_view name, std::string_view language,
                                  std::int64_t version, std::string_view hash, const std::string& who) {
  return unit_.ledger().append({.kind = LedgerKind::by_hand,
                                .code = std::move(code),
                                .body = LedgerBody()
                                            .plain("who", who)
                                            .plain("template", name)
                                            .plain("language", language)
                                            .plain("version", version)
                                            .plain("hash", hash)});
}

}  // namespace courtesy
