// For tests: a small right flow, to be made wrong one thing at a time.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "flow/flow.h"

namespace courtesy::flow::testing {

using Files = std::vector<Flow::File>;

inline std::string asks(const std::string& text) {
  return "<Response>\n  <Gather action=\"{{keys}}\" numDigits=\"1\">\n    <Say>" + text +
         "</Say>\n  </Gather>\n  <Redirect>{{silence}}</Redirect>\n</Response>\n";
}
inline std::string hangs_up(const std::string& text) {
  return "<Response>\n  <Say>" + text + "</Say>\n  <Hangup/>\n</Response>\n";
}
inline std::string goes_on(const std::string& text) {
  return "<Response>\n  <Say>" + text + "</Say>\n  <Redirect>{{played}}</Redirect>\n</Response>\n";
}

inline Files small_flow() {
  return {{"flow.toml", R"(format = 1
start = "opening"
languages = ["en"]

[states.opening]
waits_for = "key"
[states.opening.on]
1 = { go = "menu", do = ["heard_by_person"] }
9 = { go = "bye", do = ["opt_out"] }
otherwise = "menu"
silence = "machine"

[states.machine]
waits_for = "played"
[states.machine.on]
played = { go = "end", do = ["left_on_machine"] }

[states.menu]
waits_for = "key"
tries = 2
repeats = 1
[states.menu.on]
1 = { go = "bye", do = ["confirm"] }
4 = "repeat"
otherwise = "again"
silence = "again"
enough = "bye"

[states.bye]
waits_for = "nothing"
)"},
          {"opening.xml", asks("This is {{business}}. Press 1 to hear it, or press 9 for no more calls.")},
          {"machine.xml", goes_on("This is {{business}}, about {{when}}. Call {{callback_number}}.")},
          {"menu.xml", asks("On {{when}}. Press 1 to confirm, press 4 to hear it again.")},
          {"bye.xml", hangs_up("Goodbye.")}};
}

/// In the file of that name, the first `from` becomes `to`.
inline Files changed(Files files, const std::string& name, const std::string& from, const std::string& to) {
  const auto file = std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.name == name; });
  const auto at = file == files.end() ? std::string::npos : file->bytes.find(from);
  INVARIANT(at != std::string::npos);
  file->bytes.replace(at, from.size(), to);
  return files;
}

inline Files with(Files files, const std::string& name, const std::string& bytes) {
  std::erase_if(files, [&](const auto& file) { return file.name == name; });
  files.push_back({name, bytes});
  return files;
}

inline Files without(Files files, const std::string& name) {
  std::erase_if(files, [&](const auto& file) { return file.name == name; });
  return files;
}

/// Every spoken name has a value of its own; paths are by their names.
inline Facts all_facts() {
  return {.spoken = {{"business", "Maple Dental"},
                     {"callback_number", "212, 555, 0123"},
                     {"client_first_name", "Ana"},
                     {"code", "4 1, 8 2, 0 5, 7 3"},
                     {"date", "Thursday, November 26"},
                     {"page", "A reminder that is due has been waiting for 12 minutes."},
                     {"place", "12 Elm Street"},
                     {"time", "2 PM"},
                     {"when", "Thursday, November 26, at 2 PM"}},
          .paths = {{"keys", "https://c.example/keys"},
                    {"silence", "https://c.example/silence"},
                    {"played", "https://c.example/played"},
                    {"recorded", "https://c.example/recorded"},
                    {"dialled", "https://c.example/dialled"},
                    {"recording", "https://c.example/recording"},
                    {"business_phone", "+12125550123"}}};
}

}  // namespace courtesy::flow::testing
