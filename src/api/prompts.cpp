#include "api/prompts.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>

#include "api/answer.h"
#include "api/retold.h"
#include "api/titles.h"
#include "flow/definition.h"
#include "flow/slots.h"
#include "flow/take.h"
#include "flow/voice_words.h"
#include "flow/wording.h"
#include "store/accounts.h"
#include "store/flows.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

boost::json::array peaks_json(const std::vector<std::uint8_t>& peaks) {
  boost::json::array points;
  for (const std::uint8_t peak : peaks) points.emplace_back(peak);
  return points;
}

std::string_view state_of(const PromptVersion& version) {
  if (!version.failure.empty()) return "refused";
  return version.hash.empty() ? "waiting" : "ready";
}

boost::json::object version_json(const PromptVersion& one) {
  return {{"version", one.version},
          {"state", state_of(one)},
          {"live", one.live},
          {"made_at", to_string(one.made_at)},
          {"who", one.who},
          {"why", maybe(one.failure)},
          {"length_ms", one.length.count()},
          {"peaks", peaks_json(one.peaks)},
          {"url", one.hash.empty() ? boost::json::value(nullptr) : boost::json::value("/audio/" + one.hash + ".wav")}};
}

class Told {
 public:
  Told(const Account& account, Language reader, std::vector<Prompt> prompts) : account_(account), reader_(reader) {
    for (auto& one : prompts) prompts_.emplace(one.name, std::move(one));
    for (const std::string language : {"en", "es"}) all_words_.emplace(language, has_all_words(language));
  }

  /// The words of which dates are put together, told as a flow with one state.
  boost::json::object words_json() {
    boost::json::array languages;
    for (const auto& [language, all] : all_words_) {
      boost::json::array parts;
      for (const auto& word : flow::voice_words(language))
        parts.push_back(part_json(word_name(word.slot, language), word.text, false));
      languages.push_back({{"language", language}, {"robot", !all}, {"parts", std::move(parts)}});
    }
    boost::json::array states;
    states.push_back({{"name", flow::voice_state},
                      {"title", state_title(flow::voice_state, reader_)},
                      {"languages", std::move(languages)}});
    return {{"name", flow::voice_flow},
            {"title", retold("Words of dates and times", reader_)},
            {"inbound", false},
            {"languages", {"en", "es"}},
            {"states", std::move(states)}};
  }

  boost::json::object flow_json(const flow::Flow& flow) {
    boost::json::array states;
    for (const flow::State& state : flow.definition().states) {
      boost::json::object told = state_json(flow, state.name);
      if (!told.at("languages").as_array().empty()) states.push_back(std::move(told));
    }
    return {{"name", flow.name()},
            {"title", retold(flow.definition().title, reader_)},
            {"inbound", flow.definition().inbound},
            {"languages", boost::json::array(flow.definition().languages.begin(), flow.definition().languages.end())},
            {"states", std::move(states)}};
  }

 private:
  boost::json::object state_json(const flow::Flow& flow, const std::string& state) {
    boost::json::array languages;
    for (const std::string& language : flow.definition().languages) {
      bool robot = false;
      boost::json::array parts;
      for (const auto& part : flow::parts_of(flow, state, language, constant_words(account_, language))) {
        const auto own = flow::recordings_of(flow, language);
        const bool of_flow = own.contains(state + "/" + part.slot);
        parts.push_back(part_json({flow.name(), state, part.slot, language}, part.words, of_flow));
        robot = robot || parts.back().as_object().at("robot").as_bool();
      }
      if (!parts.empty()) languages.push_back({{"language", language}, {"robot", robot}, {"parts", std::move(parts)}});
    }
    return {{"name", state}, {"title", state_title(state, reader_)}, {"languages", std::move(languages)}};
  }

  static PromptName word_name(const std::string& slot, const std::string& language) {
    return {std::string(flow::voice_flow), std::string(flow::voice_state), slot, language};
  }

  bool has_all_words(const std::string& language) const {
    const auto words = flow::voice_words(language);
    return std::all_of(words.begin(), words.end(), [&](const flow::VoiceWord& word) {
      const auto known = prompts_.find(word_name(word.slot, language));
      return known != prompts_.end() && known->second.live() != nullptr;
    });
  }

  /// `{{when}}.`: nothing but what dates and times are made of.
  static bool is_date(std::string_view words) {
    const std::string_view bare = words.substr(0, words.find_last_not_of(".,;: ") + 1);
    return bare == "{{when}}" || bare == "{{date}}" || bare == "{{time}}";
  }

  boost::json::object part_json(const PromptName& name, const std::string& words, bool own) {
    boost::json::object part{{"slot", maybe(name.slot)}, {"words", words}, {"robot", true}};
    if (name.slot.empty()) {
      part["robot"] = !is_date(words) || !all_words_.contains(name.language) || !all_words_.at(name.language);
      return part;
    }
    part["prompt"] = name.to_text();
    const auto known = prompts_.find(name);
    const PromptVersion* live = known == prompts_.end() ? nullptr : known->second.live();
    const PromptVersion* newest = known == prompts_.end() ? nullptr : &known->second.versions.front();
    part["live"] = live == nullptr ? boost::json::value(nullptr) : boost::json::value(version_json(*live));
    // Said beside it: what is still on its way, or was refused.
    const bool is_news = newest != nullptr && newest != live && newest->hash.empty();
    part["newest"] = is_news ? boost::json::value(version_json(*newest)) : boost::json::value(nullptr);
    part["versions"] = known == prompts_.end() ? 0 : static_cast<std::int64_t>(known->second.versions.size());
    part["of_flow"] = own;  // a file that came along with the flow is heard where the account has none
    part["robot"] = live == nullptr && !own;
    return part;
  }

  const Account& account_;
  Language reader_;  ///< titles are in it; what is spoken has its own
  std::map<PromptName, Prompt> prompts_;
  std::map<std::string, bool> all_words_;  ///< by language: each is recorded
};

bool is_word(const PromptName& name) {
  return name.flow == flow::voice_flow && name.state == flow::voice_state &&
         flow::is_voice_word(name.slot, name.language);
}

Error nothing_there(const PromptName& name) {
  return {ErrorCode::not_found, fmt::format("there is nothing to record at {}", name.to_text())};
}

/// What is to be said there. Errors: `not_found`.
Result<std::string> words_at(Unit& unit, const flow::Library& flows, const PromptName& name) {
  if (is_word(name)) {
    for (const auto& word : flow::voice_words(name.language))
      if (word.slot == name.slot) return word.text;
  }
  const flow::Flow flow = TRY(Flows(unit).live(flows, name.flow));
  const Account account = TRY(unit.accounts().get());
  for (const auto& part : flow::parts_of(flow, name.state, name.language, constant_words(account, name.language))) {
    if (part.slot == name.slot) return part.words;
  }
  return nothing_there(name);
}

}  // namespace

std::map<std::string, std::string> constant_words(const Account& account, std::string_view language) {
  std::map<std::string, std::string> words{{"business", account.spoken_name}};
  if (const auto number = PhoneNumber::parse(account.callback_number))
    words["callback_number"] = flow::number_words(*number, flow::Medium::spoken, language);
  return words;
}

Result<boost::json::object> prompts(Unit& unit, const flow::Library& flows) {
  const Account account = TRY(unit.accounts().get());
  Told told(account, unit.language(), TRY(unit.prompts().all()));
  boost::json::array all;
  for (const flow::Flow& flow : TRY(Flows(unit).all_live(flows))) {
    // The operator's own alarm is no account's.
    if (flow.name() != "operator-page") all.push_back(told.flow_json(flow));
  }
  all.push_back(told.words_json());
  return boost::json::object{{"flows", std::move(all)}, {"unread", TRY(unit.recordings().unread_messages())}};
}

Result<boost::json::object> prompt(Unit& unit, const flow::Library& flows, const PromptName& name) {
  const std::string words = TRY(words_at(unit, flows, name));
  boost::json::array versions;
  for (const auto& one : TRY(unit.prompts().versions(name))) versions.push_back(version_json(one));
  return boost::json::object{{"prompt", name.to_text()}, {"words", words}, {"versions", std::move(versions)}};
}

Result<boost::json::object> roll_back_prompt(Unit& unit, const flow::Library& flows, const PromptName& name,
                                             const boost::json::object& body) {
  TRY(words_at(unit, flows, name));
  const auto* version = body.if_contains("version");
  if (version == nullptr || !version->is_int64() || version->as_int64() < 0 || version->as_int64() > 1'000'000)
    return invalid("`version` must be the number of a version, or 0 for a robot's voice");
  const std::string who = TRY(text_of(body, "who", 80));
  TRY(unit.prompts().roll_back(name, static_cast<int>(version->as_int64()), who));
  return prompt(unit, flows, name);
}

struct PromptFiles::Run {
  AccountId account;
  PromptName name;
  std::string who;
  std::string body;
  http::Respond respond;
  std::optional<Result<flow::Take>> take{};
  boost::json::object answer{};
};

void PromptFiles::take(const PromptName& name, Call call, http::Respond respond) {
  if (running_ >= most_at_once)
    return respond(problem({ErrorCode::full, "Other files are being taken in. Try again."}));
  ++running_;
  auto run = std::make_shared<Run>(Run{.account = call.actor.account,
                                       .name = name,
                                       .who = call.actor.who,
                                       .body = std::move(call.request.body),
                                       .respond = std::move(respond)});
  const auto rules = is_word(name) ? flow::TakeRules::word() : flow::TakeRules::prompt();
  parts_.loop.aside([run, rules] { run->take = flow::make_take(run->body, rules); },
                    [this, run] {
                      if (!*run->take)
                        return end(*run, problem(invalid("The file " + run->take->error().message + ".")));
                      write(run);
                    });
}

void PromptFiles::write(std::shared_ptr<Run> run) {
  parts_.store.write(
      run->account,
      [this, run](Unit& unit) -> Result<void> {
        TRY(words_at(unit, *parts_.settings.flows, run->name));
        const flow::Take& take = run->take->value();
        TRY(unit.prompts().keep_file(run->name, {.bytes = take.wav, .length = take.length, .peaks = take.peaks},
                                     run->who));
        run->answer = TRY(prompt(unit, *parts_.settings.flows, run->name));
        return {};
      },
      [this, run](const WriteEnding& ending) {
        if (!ending.work) return end(*run, problem(ending.work.error()));
        if (ending.commit != CommitEnding::committed)
          return end(*run, problem({ErrorCode::unavailable, "The store did not say that it kept this."}));
        parts_.changed();
        end(*run, json(run->answer));
      });
}

void PromptFiles::end(Run& run, http::Response response) {
  --running_;
  run.respond(std::move(response));
}

}  // namespace courtesy::api
