#include "app/voice_files.h"

#include <fmt/format.h>

#include "flow/definition.h"
#include "flow/slots.h"
#include "flow/voice_words.h"
#include "flow/wording.h"
#include "store/accounts.h"
#include "store/flows.h"
#include "store/unit.h"
#include "twiml/speech.h"

namespace courtesy::app {
namespace {

std::string file_of(const PromptName& name, const std::string& first_language) {
  if (name.language == first_language) return fmt::format("{}/{}/{}.wav", name.flow, name.state, name.slot);
  return fmt::format("{}/{}/{}/{}.wav", name.flow, name.state, name.language, name.slot);
}

}  // namespace

std::vector<ScriptLine> script_of(const flow::Flow& flow, const ConstantWords& words) {
  const auto& languages = flow.definition().languages;
  std::vector<ScriptLine> lines;
  for (const std::string& language : languages) {
    const auto business = words(language);
    for (const flow::State& state : flow.definition().states) {
      for (const auto& part : flow::parts_of(flow, state.name, language, business)) {
        if (part.slot.empty()) continue;
        const PromptName name{.flow = flow.name(), .state = state.name, .slot = part.slot, .language = language};
        lines.push_back({name, file_of(name, languages.front()), part.words, twiml::spoken_length(part.words)});
      }
    }
  }
  return lines;
}

std::vector<ScriptLine> script_of(const flow::Flow& flow) {
  return script_of(flow, [](std::string_view) { return std::map<std::string, std::string>{}; });
}

std::vector<ScriptLine> script_of_words() {
  std::vector<ScriptLine> lines;
  for (const std::string language : {"en", "es"}) {
    for (const auto& word : flow::voice_words(language)) {
      lines.push_back({{std::string(flow::voice_flow), std::string(flow::voice_state), word.slot, language},
                       fmt::format("{}/{}/{}.wav", flow::voice_flow, language, word.slot),
                       word.text,
                       twiml::spoken_length(word.text)});
    }
  }
  return lines;
}

bool is_word(const ScriptLine& line) { return line.name.flow == flow::voice_flow; }

Result<std::vector<ScriptLine>> script_by_name(Unit& unit, const flow::Library& flows, const std::string& flow,
                                               const ConstantWords& words) {
  if (flow == flow::voice_flow) return script_of_words();
  return script_of(TRY(Flows(unit).live(flows, flow)), words);
}

Result<std::vector<ScriptLine>> whole_script(Unit& unit, const flow::Library& flows) {
  std::vector<ScriptLine> lines;
  for (const auto& flow : TRY(Flows(unit).all_live(flows))) {
    for (auto& line : script_of(flow)) lines.push_back(std::move(line));
  }
  for (auto& line : script_of_words()) lines.push_back(std::move(line));
  return lines;
}

Result<ConstantWords> words_of_account(Unit& unit) {
  return ConstantWords([account = TRY(unit.accounts().get())](std::string_view language) {
    std::map<std::string, std::string> words{{"business", account.spoken_name}};
    if (const auto number = PhoneNumber::parse(account.callback_number))
      words["callback_number"] = flow::number_words(*number, flow::Medium::spoken, language);
    return words;
  });
}

}  // namespace courtesy::app
