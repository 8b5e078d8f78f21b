#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "flow/conversation.h"
#include "flow/input_words.h"
#include "flow/names.h"
#include "flow/questions.h"

namespace courtesy::flow {
namespace {

constexpr std::array<std::string_view, 7> top_keys{"call", "ends_in", "facts", "fields", "flags", "language", "title"};
constexpr std::array<std::string_view, 7> turn_keys{"asks",    "happens", "hears", "hears_not",
                                                    "presses", "state",   "then"};
constexpr std::size_t most_keys_pressed = 40;

Place place_of(const toml::source_region& source) {
  return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

class Reader {
 public:
  Reader(std::string_view file, const Definition& definition, std::vector<Finding>& findings)
      : file_(file), definition_(definition), findings_(findings) {}

  Conversation read(std::string_view text) {
    Conversation read{.file = file_, .language = definition_.languages.front()};
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
      add(place_of(parsed.error().source()), std::string(parsed.error().description()));
      return read;
    }
    const toml::table& root = parsed.table();
    known_keys(root, top_keys, "a conversation");
    if (const auto title = one_text(root, "title")) read.title = title->text;
    language(root, read);
    facts(root, read);
    flags(root, read);
    fields(root, read);
    call(root, read);
    read.ends_in = one_text(root, "ends_in");
    if (read.ends_in) known_state(*read.ends_in);
    return read;
  }

 private:
  void add(Place place, std::string message) { findings_.push_back({file_, place, std::move(message)}); }

  template <std::size_t size>
  void known_keys(const toml::table& table, const std::array<std::string_view, size>& known, std::string_view where) {
    for (const auto& [key, value] : table) {
      if (is_one_of(known, key.str())) continue;
      add(place_of(key.source()), fmt::format("{} has no \"{}\": it has {}", where, key.str(), comma_list(known)));
    }
  }

  std::optional<Written> one_text(const toml::table& table, std::string_view name) {
    const toml::node* node = table.get(name);
    if (node == nullptr) return std::nullopt;
    const auto text = node->value<std::string>();
    if (node->is_string() && !text->empty()) return Written{*text, place_of(node->source())};
    add(place_of(node->source()), fmt::format("{} must be a text in quotes", name));
    return std::nullopt;
  }

  /// `"a"` or `["a", "b"]`.
  std::vector<Written> texts(const toml::table& table, std::string_view name) {
    const toml::node* node = table.get(name);
    const toml::array* list = node == nullptr ? nullptr : node->as_array();
    std::vector<Written> read;
    if (list == nullptr) {
      if (auto one = one_text(table, name)) read.push_back(std::move(*one));
      return read;
    }
    for (const toml::node& item : *list) {
      const auto text = item.value<std::string>();
      if (item.is_string() && !text->empty()) {
        read.push_back({*text, place_of(item.source())});
      } else {
        add(place_of(item.source()), fmt::format("{} must be texts in quotes", name));
      }
    }
    return read;
  }

  void language(const toml::table& root, Conversation& read) {
    const auto written = one_text(root, "language");
    if (!written) return;
    const auto& languages = definition_.languages;
    if (std::find(languages.begin(), languages.end(), written->text) != languages.end()) {
      read.language = written->text;
    } else {
      add(written->place,
          fmt::format("the flow does not speak \"{}\": it has {}", written->text, comma_list(languages)));
    }
  }

  void facts(const toml::table& root, Conversation& read) {
    const toml::node* node = root.get("facts");
    if (node == nullptr) return;
    const toml::table* table = node->as_table();
    if (table == nullptr) return add(place_of(node->source()), "facts must be a table: facts = { business = \"...\" }");
    for (const auto& [key, value] : *table) {
      if (!is_one_of(spoken_names, key.str()) && name_behind(fact_prefix, key.str()).empty()) {
        add(place_of(key.source()), fmt::format("there is no fact \"{}\": there are {} and \"fact.NAME\"", key.str(),
                                                comma_list(spoken_names)));
      } else if (auto written = one_text(*table, key.str())) {
        read.facts.emplace(key.str(), written->text);
      }
    }
  }

  void flags(const toml::table& root, Conversation& read) {
    for (const Written& flag : texts(root, "flags")) {
      if (is_one_of(flag_names, flag.text)) {
        read.flags.insert(flag.text);
      } else {
        add(flag.place, fmt::format("there is no flag \"{}\": there are {}", flag.text, comma_list(flag_names)));
      }
    }
  }

  void fields(const toml::table& root, Conversation& read) {
    const toml::node* node = root.get("fields");
    if (node == nullptr) return;
    const toml::table* table = node->as_table();
    if (table == nullptr) return add(place_of(node->source()), "fields must be a table: fields = { hours = \"7*5\" }");
    for (const auto& [key, value] : *table) {
      if (auto written = one_text(*table, key.str())) read.fields.emplace_back(key.str(), std::move(*written));
    }
  }

  void call(const toml::table& root, Conversation& read) {
    const toml::node* node = root.get("call");
    const toml::array* turns = node == nullptr ? nullptr : node->as_array();
    if (turns == nullptr || turns->empty()) {
      return add(node == nullptr ? Place{1, 1} : place_of(node->source()),
                 "no call: write call = [ { hears = \"...\", presses = \"1\" }, ... ], a turn a line");
    }
    for (const toml::node& item : *turns) {
      if (const toml::table* table = item.as_table()) {
        read.call.push_back(turn(*table, place_of(item.source())));
      } else {
        add(place_of(item.source()), "a turn is { hears = \"...\", presses = \"1\" }");
      }
    }
    for (std::size_t i = 0; i + 1 < read.call.size(); ++i) {
      if (!read.call[i].input) {
        add(read.call[i].place, "only the last turn may just listen: say what comes next, presses or then");
      }
    }
  }

  ConversationTurn turn(const toml::table& table, Place place) {
    known_keys(table, turn_keys, "a turn");
    ConversationTurn read{.place = place,
                          .hears = texts(table, "hears"),
                          .hears_not = texts(table, "hears_not"),
                          .state = one_text(table, "state"),
                          .asks = one_text(table, "asks"),
                          .input = input(table, place),
                          .happens = texts(table, "happens")};
    if (read.state) known_state(*read.state);
    if (!read.happens.empty() && !read.input) {
      add(read.happens.front().place, "something happens by what a person does: say presses or then in this turn");
    }
    return read;
  }

  std::optional<Input> input(const toml::table& table, Place place) {
    const auto presses = one_text(table, "presses");
    const auto then = one_text(table, "then");
    if (presses && then) add(place, "a turn has presses or then, not both: one thing happens after another");
    if (presses) {
      const bool keys = presses->text.find_first_not_of("0123456789*#") == std::string::npos;
      if (keys && presses->text.size() <= most_keys_pressed) return Input{InputKind::keys, presses->text};
      add(presses->place, "presses must be keys of a phone, 0-9 * #, like \"1\"");
    }
    if (!then) return std::nullopt;
    const auto kind = input_kind(then->text);
    if (kind && *kind != InputKind::answered && *kind != InputKind::keys) return Input{*kind, ""};
    if (is_answer(then->text)) return Input{InputKind::answer, then->text};
    add(then->place,
        fmt::format(
            "\"{}\" cannot happen: then is an input as flow.toml has it, like silence, played or hung_up, or the "
            "answer to a question; for a key write presses = \"1\"",
            then->text));
    return std::nullopt;
  }

  static bool is_answer(std::string_view text) {
    return std::any_of(question_kinds().begin(), question_kinds().end(), [&](const QuestionKind& kind) {
      return std::find(kind.answers.begin(), kind.answers.end(), text) != kind.answers.end();
    });
  }

  /// States of a flow that is run are its own business: `identify/code` is looked up when it is played.
  void known_state(const Written& written) {
    const std::string_view own = std::string_view(written.text).substr(0, written.text.find('/'));
    if (own == end || definition_.find(own) != nullptr) return;
    std::vector<std::string_view> names;
    for (const State& state : definition_.states) names.push_back(state.name);
    add(written.place, fmt::format("the flow has no state \"{}\": it has {}, end", written.text, comma_list(names)));
  }

  std::string file_;
  const Definition& definition_;
  std::vector<Finding>& findings_;
};

}  // namespace

Conversation read_conversation(std::string_view file, std::string_view toml, const Definition& definition,
                               std::vector<Finding>& findings) {
  return Reader(file, definition, findings).read(toml);
}

std::vector<Conversation> conversations_of(const std::vector<Flow::File>& files, const Definition& definition,
                                           std::vector<Finding>& findings) {
  std::map<std::string_view, std::string_view> sorted;
  for (const Flow::File& file : files) {
    if (file.name.starts_with("conversations/") && file.name.ends_with(".toml")) sorted.emplace(file.name, file.bytes);
  }
  std::vector<Conversation> conversations;
  for (const auto& [name, bytes] : sorted) {
    conversations.push_back(read_conversation(name, bytes, definition, findings));
  }
  return conversations;
}

}  // namespace courtesy::flow
