// What a person on the phone does step by step, where a wish is not enough: waits for certain words, presses keys,
// says something, hangs up.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::phonenet {

/// One step; each that is there happens in this order.
struct ScriptStep {
  std::string hears;       ///< waits until that was said since the step before; `[beep]` is the tone before a recording
  milliseconds wait{500};  ///< and then that long; of the first step without `hears`, from the answer
  std::string presses;     ///< keys, 300 ms apart
  std::string says;        ///< words, aloud
  milliseconds lasts{0};   ///< how long saying takes; 0: as long as such words take
  bool hangs_up = false;
};

/// What a person who follows a script does next.
struct Act {
  enum class Kind { press, say, hang_up };
  Kind kind;
  milliseconds after;  ///< from now
  std::string text;    ///< the key, the words
  milliseconds lasts{0};
};

/// Follows a script. Words count without regard to case, punctuation and line ends; `*` stands for any words. No time,
/// no I/O.
class Script {
 public:
  /// `steps` outlives it.
  explicit Script(const std::vector<ScriptStep>& steps) : steps_(steps) {}

  /// The phone is picked up: what comes first without anything being heard. Once.
  std::optional<Act> start() { return next(); }
  /// Something was heard to its end. Nothing while an act has not been carried out.
  std::optional<Act> hears(std::string_view text);
  /// The last act was carried out (what was said has been said): what comes next without anything more being heard.
  std::optional<Act> done();

 private:
  std::optional<Act> next();
  bool has_heard(std::string_view wanted);

  const std::vector<ScriptStep>& steps_;
  std::size_t step_ = 0;
  std::size_t keys_ = 0;  ///< of the step, pressed
  bool spoken_ = false;   ///< of the step
  bool begun_ = false;    ///< the step's words were heard
  bool busy_ = false;
  std::string heard_;
};

/// A list of steps, in JSON (`[{"hears": "your code", "presses": "471"}, …]`), or as in the numbers file:
///
///     [{ hears = "your code", presses = "471" }, { hears = "[beep]", says = "Hello", seconds = 4 }, { hangs_up = true
///     }]
///
/// Errors: `invalid`, with line and column, or with the step's number.
Result<std::vector<ScriptStep>> read_script(std::string_view text);
/// Whether the first step's first name is written as JSON does.
bool is_json_script(std::string_view text);
Result<std::vector<ScriptStep>> read_json_script(std::string_view text);

}  // namespace courtesy::phonenet
