// What a test expects of the application: whom it rings, whom it writes to, and what is heard there. Whatever it does
// besides fails the test.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phonenet/api/parameters.h"
#include "phonenet/office.h"
#include "phonenet/personas/persona.h"

namespace courtesy::phonenet {

/// How a test ended. What was not as expected, each in words; nothing: it passed.
struct TestResult {
  std::string name;
  std::vector<std::string> failures;
  std::string transcript;  ///< of all contacts, a line each moment; only where something failed
  milliseconds lasted{0};  ///< of the network's own time
};

/// {"name":"…","passed":true,"failures":[],"transcript":""}
std::string to_json(const TestResult& result);

/// One test at a time; it sees the journal from its beginning on.
class Expectations {
 public:
  explicit Expectations(Office& office) : office_(office) {}

  /// The one before, if it is still open, ends now.
  void begin(std::string name);
  /// `Kind` (call or text), `To`, `Says` (repeated), `Persona` or `Script`, `Times`. Errors: `invalid`; without a test
  /// that was begun too.
  Result<void> add(const Parameters& parameters);
  /// Nothing where none was begun.
  std::optional<TestResult> end();
  /// The persona that the next call to `to` was expected to find; null: nobody special.
  std::shared_ptr<const Persona> callee(std::string_view to);
  /// All tests that have ended, as JUnit's XML.
  std::string junit() const;

 private:
  struct Expected {
    bool call = true;
    std::string to;
    std::vector<std::string> says;
    std::shared_ptr<const Persona> persona;
    std::int64_t times = 1;
    std::int64_t found = 0;  ///< calls that found the persona
    std::int64_t met = 0;
  };
  /// What the application did to somebody.
  struct Contact {
    bool call = true;
    std::string sid;
    std::string to;
    std::string words;
  };
  struct Test {
    std::string name;
    std::uint64_t first;  ///< of the journal's entries
    Instant began;
    std::vector<Expected> expected;
  };
  std::vector<Contact> contacts() const;
  static bool meets(const Contact& contact, const Expected& expected);
  void judge(TestResult& result);
  std::string transcript() const;

  Office& office_;
  std::optional<Test> test_;
  std::vector<TestResult> results_;
};

}  // namespace courtesy::phonenet
