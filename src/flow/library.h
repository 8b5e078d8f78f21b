// The flows and templates that this program has, each in the version that it loaded.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "flow/flow.h"
#include "flow/text_template.h"

namespace courtesy::flow {

class Library {
 public:
  /// All that come inside the binary. Errors: `invalid`, with every finding: a flow with an error is not used.
  static Result<Library> builtin();

  /// Errors: `not_found`, with the names that there are.
  Result<Flow> flow(std::string_view name) const;
  /// One that may remind a client: a call that we make. Errors: as flow(); `invalid` for a flow of calls that come in,
  /// one that others run, and the operator's page.
  Result<Flow> reminder(std::string_view name) const;
  /// The version that an attempt has pinned. Errors: `not_found`.
  Result<Flow> version(std::string_view hash) const;

  struct Words {
    const TextTemplate* words;
    std::string_view language;  ///< that it is in
  };
  /// `appointment-text` in the wanted language, or in English. Errors: `not_found`.
  Result<Words> text(std::string_view name, std::string_view language) const;

 private:
  std::map<std::string, Flow, std::less<>> flows_;
  std::map<std::string, TextTemplate, std::less<>> templates_;  // `appointment-text`, `appointment-text.es`
};

}  // namespace courtesy::flow
