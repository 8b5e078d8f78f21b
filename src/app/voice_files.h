// Recordings as files, by the convention of a flow's folder: FLOW/STATE/SLOT.wav, and FLOW/STATE/LANGUAGE/SLOT.wav in
// every language but the flow's first.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "flow/library.h"
#include "store/prompts.h"

namespace courtesy::app {

/// One sentence to be recorded.
struct ScriptLine {
  PromptName name;
  std::string file;        ///< `appointment-reminder/opening/es/hello.wav`
  std::string words;       ///< what is to be said
  milliseconds length{0};  ///< about that long
};

/// Of one flow, in the order of its languages and states. `words`: what is the same in every call, in a language:
/// `business`, `callback_number`.
using ConstantWords = std::function<std::map<std::string, std::string>(std::string_view language)>;
std::vector<ScriptLine> script_of(const flow::Flow& flow, const ConstantWords& words);
std::vector<ScriptLine> script_of(const flow::Flow& flow);

/// The words of dates and times: `voice/LANGUAGE/WORD.wav`.
std::vector<ScriptLine> script_of_words();
/// One flow's, or the words' where it is named `voice`. Errors: `not_found`.
Result<std::vector<ScriptLine>> script_by_name(Unit& unit, const flow::Library& flows, const std::string& flow,
                                               const ConstantWords& words);
/// All that an account can record.
Result<std::vector<ScriptLine>> whole_script(Unit& unit, const flow::Library& flows);
bool is_word(const ScriptLine& line);

/// Those of this account.
Result<ConstantWords> words_of_account(Unit& unit);

}  // namespace courtesy::app
