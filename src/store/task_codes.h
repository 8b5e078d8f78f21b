// Task codes: what a signed-in person keys into a phone to prove who they are. Short, for one purpose, used once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "store/sessions.h"

namespace courtesy {

class Unit;

enum class CodePurpose {
  client,         ///< whoever keys it in is the client of the appointment that the subject names by its id
  record_prompt,  ///< the subject is the prompt: FLOW/STATE/SLOT/LANGUAGE
};
std::string_view to_string(CodePurpose purpose);
std::optional<CodePurpose> parse_code_purpose(std::string_view text);

inline constexpr int task_code_digits = 6;
inline constexpr minutes task_code_lives{15};
inline constexpr std::int64_t most_live_codes = 20;  ///< of an account at once: docs/adr/0028 has the odds

struct MadeCode {
  std::int64_t id = 0;
  Secret<std::string> code;  ///< shown once, and kept nowhere
  Instant expires_at{};
};

struct CodeState {
  enum class Is { live, used, expired };
  Is is = Is::live;
  CodePurpose purpose = CodePurpose::client;
  std::string subject;
  Instant expires_at{};
  std::optional<Instant> used_at{};
};
std::string_view to_string(CodeState::Is is);

class TaskCodes {
 public:
  explicit TaskCodes(Unit& unit) : unit_(unit) {}
  /// Errors: `full` with most_live_codes. A live code of the same purpose and subject is not good any more.
  Result<MadeCode> make(CodePurpose purpose, const std::string& subject, const std::string& who);
  /// The subject of the live code of that purpose, which is used up by it; none: there is no such code. `keys`: as they
  /// were pressed.
  Result<std::optional<std::string>> use(CodePurpose purpose, std::string_view keys, SessionId session);
  /// Erases those that expired before then, but the newest.
  Result<void> forget(Instant before);
  /// Errors: `not_found`.
  Result<CodeState> state(std::int64_t id);

 private:
  std::string hash(CodePurpose purpose, std::string_view code) const;
  Unit& unit_;
};

}  // namespace courtesy
