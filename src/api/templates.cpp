#include "api/templates.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <span>

#include "api/answer.h"
#include "api/message_json.h"
#include "api/read_body.h"
#include "api/titles.h"
#include "base/bytes.h"
#include "flow/language_tag.h"
#include "flow/message_check.h"
#include "store/rules.h"
#include "store/templates.h"
#include "store/wording.h"

namespace courtesy::api {
namespace {

using Object = boost::json::object;
using Array = boost::json::array;

constexpr std::size_t longest_name = 40;
constexpr int versions_a_page = 20;

/// What there is of one template in one language.
struct Written {
  const flow::TextTemplate* shipped = nullptr;
  std::optional<TemplateDraft> draft{};
  std::vector<TemplateVersion> versions{};

  const TemplateVersion* live() const {
    const auto found = std::find_if(versions.begin(), versions.end(), [](const auto& one) { return one.live; });
    return found == versions.end() ? nullptr : &*found;
  }
  /// What the editor begins with.
  std::string words() const {
    if (draft) return draft->words;
    if (live() != nullptr) return live()->words;
    return shipped == nullptr ? std::string{} : shipped->words();
  }
};
using Languages = std::map<std::string, Written>;
using All = std::map<std::string, Languages>;

Result<All> all_templates(Unit& unit, const flow::Library& flows) {
  All all;
  for (const auto& [file, words] : flows.texts()) {
    const auto dot = std::min(file.find('.'), file.size());
    all[file.substr(0, dot)][dot == file.size() ? "en" : file.substr(dot + 1)].shipped = &words;
  }
  for (TemplateDraft& draft : TRY(Templates(unit).drafts())) {
    Written& place = all[draft.name][draft.language];
    place.draft = std::move(draft);
  }
  for (TemplateVersion& version : TRY(Templates(unit).versions(versions_a_page + 1)))
    all[version.name][version.language].versions.push_back(std::move(version));
  return all;
}

Channel channel_of(const Languages& in_languages) {
  for (const auto& [language, written] : in_languages) {
    if (written.shipped != nullptr) return channel_of_words(written.shipped->words());
    if (!written.versions.empty()) return written.versions.front().channel;
    if (written.draft) return written.draft->channel;
  }
  return Channel::text;
}

std::string etag_of(const Written& written) { return hex(sha256(written.words())).substr(0, 16); }

Object version_json(const TemplateVersion& version) {
  Object object = message_json(version.channel, version.words);
  object["version"] = version.version;
  object["hash"] = version.hash;
  object["at"] = to_string(version.at);
  object["who"] = version.who;
  object["live"] = version.live;
  return object;
}

/// A page of them, of a list that may have more, and `before`: what asks for those behind it, or null.
Object versions_json(std::span<const TemplateVersion> found) {
  const bool more = std::ssize(found) > versions_a_page;
  if (more) found = found.first(versions_a_page);
  Array versions;
  for (const TemplateVersion& version : found) versions.push_back(version_json(version));
  return {{"versions", std::move(versions)},
          {"before", more ? boost::json::value(found.back().version) : boost::json::value(nullptr)}};
}

boost::json::value draft_json(const Written& written, Language reader) {
  if (!written.draft) return nullptr;
  Object object = message_json(written.draft->channel, written.draft->words);
  object["at"] = to_string(written.draft->at);
  object["who"] = written.draft->who;
  object["findings"] = findings_json(written.draft->channel, written.draft->words, reader);
  return object;
}

/// `reader`: the language of who asks, which is not that of the words.
Object language_json(const std::string& language, const Written& written, Channel channel, Language reader) {
  const TemplateVersion* live = written.live();
  const Object page = versions_json(written.versions);
  return {{"language", language},
          {"etag", etag_of(written)},
          {"shipped", written.shipped == nullptr ? boost::json::value(nullptr)
                                                 : boost::json::value(message_json(channel, written.shipped->words()))},
          {"live", live == nullptr ? boost::json::value(nullptr) : boost::json::value(version_json(*live))},
          {"draft", draft_json(written, reader)},
          {"versions", page.at("versions")},
          {"before", page.at("before")}};
}

Result<std::map<std::string, Array>> uses(Unit& unit) {
  std::map<std::string, Array> found;
  for (const StoredRule& stored : TRY(unit.rules().active())) {
    if (stored.rule.channel != Channel::call) found[stored.rule.content].push_back(stored.rule.id.value());
  }
  return found;
}

/// None for an account's own.
boost::json::value title_of(std::string_view name, Language reader) {
  const auto title = template_title(name, reader);
  return title ? boost::json::value(*title) : boost::json::value(nullptr);
}

Object template_json(const std::string& name, const Languages& in_languages, const Array& used_by, Language reader) {
  const Channel channel = channel_of(in_languages);
  Array list;
  for (const auto& [language, written] : in_languages)
    list.push_back(language_json(language, written, channel, reader));
  return {{"name", name},
          {"title", title_of(name, reader)},
          {"channel", to_string(channel)},
          {"used_by", used_by},
          {"languages", std::move(list)}};
}

bool is_template_name(std::string_view name) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= longest_name && small(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return small(c) || (c >= '0' && c <= '9') || c == '-'; });
}

Array fields_json() {
  Array fields;
  for (const std::string_view name : flow::written_names) fields.push_back(boost::json::string(name));
  return fields;
}

/// A client and a visit that do not exist: tomorrow at two.
struct MadeUp {
  Client client{.name = "Ana Silva"};
  Appointment appointment{};
};

Result<MadeUp> made_up(Unit& unit, const Account& account) {
  const Zone zone = TRY(Zone::find(account.zone));
  LocalTime local = zone.to_local(unit.now() + hours{24});
  local = LocalTime(std::chrono::floor<std::chrono::days>(local)) + hours{14};
  MadeUp made;
  made.appointment.id = AppointmentId(1);
  made.appointment.start = {
      .local = local, .zone = zone.name(), .instant = zone.resolve(local).instant, .authority = Authority::local};
  return made;
}

}  // namespace

Result<TemplateName> template_name(const std::string& name, const std::string& language) {
  if (!is_template_name(name))
    return invalid(
        fmt::format("the name \"{}\" must be small letters, digits and -, 40 at most, such as first-visit", name));
  if (std::ranges::find(flow::worded_languages, language) == flow::worded_languages.end())
    return invalid(fmt::format("the language \"{}\" must be en or es: dates and times are written in these", language));
  return TemplateName{name, language};
}

Result<Object> templates_page(Unit& unit, const flow::Library& flows) {
  const auto used = TRY(uses(unit));
  Array list;
  for (const auto& [name, in_languages] : TRY(all_templates(unit, flows)))
    list.push_back(template_json(name, in_languages, used.contains(name) ? used.at(name) : Array{}, unit.language()));
  return Object{{"templates", std::move(list)}, {"fields", fields_json()}};
}

Result<Object> template_page(Unit& unit, const std::string& name, const flow::Library& flows) {
  const All all = TRY(all_templates(unit, flows));
  const auto found = all.find(name);
  if (found == all.end()) return Error{ErrorCode::not_found, "There is no such template here."};
  const auto used = TRY(uses(unit));
  Object page = template_json(name, found->second, used.contains(name) ? used.at(name) : Array{}, unit.language());
  page["fields"] = fields_json();
  return page;
}

namespace {

/// Errors: `conflict` where somebody else has changed it since it had that tag.
Result<void> check_unchanged(const Written& now, const std::string& if_match) {
  if (if_match.empty() || if_match == "*" || if_match == "\"" + etag_of(now) + "\"") return {};
  return Error{ErrorCode::conflict,
               std::string(draft_differs) + "Read it again, put your words in, and save with its new `etag`."};
}

}  // namespace

Result<Object> put_draft(Unit& unit, const TemplateName& which, const Object& body, const std::string& if_match,
                         const flow::Library& flows) {
  All all = TRY(all_templates(unit, flows));
  const bool known = all.contains(which.name);
  const Message message =
      TRY(read_message_body(body, known ? std::optional(channel_of(all.at(which.name))) : std::nullopt));
  TRY(check_unchanged(all[which.name][which.language], if_match));
  TRY(Templates(unit).keep_draft({.name = which.name,
                                  .language = which.language,
                                  .channel = message.channel,
                                  .words = message.words,
                                  .who = TRY(who_of(body))}));
  return template_page(unit, which.name, flows);
}

Result<Object> discard_draft(Unit& unit, const TemplateName& which, const Object& body, const std::string& if_match,
                             const flow::Library& flows) {
  All all = TRY(all_templates(unit, flows));
  const auto found = all.find(which.name);
  if (found == all.end() || !found->second[which.language].draft)
    return Error{ErrorCode::not_found, "There is no draft of this template in this language."};
  TRY(check_unchanged(found->second.at(which.language), if_match));
  const Channel channel = channel_of(found->second);
  TRY(Templates(unit).discard_draft(which.name, which.language, TRY(who_of(body))));
  if (TRY(all_templates(unit, flows)).contains(which.name)) return template_page(unit, which.name, flows);
  // It was all that there was of it.
  return Object{{"name", which.name},
                {"channel", to_string(channel)},
                {"used_by", Array{}},
                {"languages", Array{}},
                {"fields", fields_json()}};
}

Result<Object> publish_template(Unit& unit, const TemplateName& which, const Object& body, const flow::Library& flows,
                                Array& findings) {
  const std::string who = TRY(who_of(body));
  const All all = TRY(all_templates(unit, flows));
  const auto found = all.find(which.name);
  if (found == all.end() || !found->second.contains(which.language) || !found->second.at(which.language).draft)
    return Error{ErrorCode::not_found, "There is no draft of this template in this language."};
  const TemplateDraft& draft = *found->second.at(which.language).draft;
  findings = errors_in(findings_json(draft.channel, draft.words, unit.language()));
  if (!findings.empty()) return invalid(std::string(findings[0].at("message").as_string()));
  TRY(Templates(unit).publish(which.name, which.language, who));
  return template_page(unit, which.name, flows);
}

Result<Object> roll_back_template(Unit& unit, const TemplateName& which, const Object& body,
                                  const flow::Library& flows) {
  const std::string who = TRY(who_of(body));
  const auto version = TRY(count_of(body, "version", 0, INT64_MAX));
  if (!version) return invalid("`version` is missing: a number of `versions`, or 0 for the program's own");
  TRY(Templates(unit).make_live(flows, which.name, which.language, *version, who));
  return template_page(unit, which.name, flows);
}

Result<Object> template_versions(Unit& unit, const TemplateName& which, std::int64_t before) {
  return versions_json(TRY(Templates(unit).versions_before(which.name, which.language, before == 0 ? INT64_MAX : before,
                                                           versions_a_page + 1)));
}

Result<Object> preview_template(Unit& unit, const Object& body) {
  const Message message = TRY(read_message_body(body, std::nullopt));
  const Account account = TRY(unit.accounts().get());
  MadeUp whose = TRY(made_up(unit, account));
  const auto id = TRY(count_of(body, "appointment", 1, INT64_MAX));
  if (id) {
    whose.appointment = TRY(unit.appointments().get(AppointmentId(*id)));
    whose.client = TRY(unit.clients().get(whose.appointment.client));
  }
  std::string language = TRY(text_of(body, "language", 10));
  if (language.empty()) language = language_of(account, whose.client);
  Words words = reminder_words(account, whose.client, whose.appointment, language, flow::Medium::written);
  add_code(words, unit, whose.appointment.id, flow::Medium::written);
  Object told = rendered_json(message, words, unit.language());
  told["client"] = whose.client.name;
  told["made_up"] = !id.has_value();
  told["findings"] = findings_json(message.channel, message.words, unit.language());
  return told;
}

}  // namespace courtesy::api
