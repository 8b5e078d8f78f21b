#include "flow/conversation.h"

#include <fmt/format.h>

#include "flow/input_words.h"
#include "flow/names.h"
#include "flow/sample_facts.h"

namespace courtesy::flow {
namespace {

/// Where `pattern` ends in `said` when looked for from `from` on; npos where it is not.
std::size_t end_of(std::string_view said, std::string_view pattern, std::size_t from) {
  while (!pattern.empty()) {
    const auto star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    const auto at = said.find(piece, from);
    if (at == std::string_view::npos) return at;
    from = at + piece.size();
    pattern.remove_prefix(star == std::string_view::npos ? pattern.size() : star + 1);
  }
  return from;
}

class Player {
 public:
  Player(const Flow& flow, const Conversation& conversation)
      : flow_(flow), conversation_(conversation), facts_(sample_facts(flow, conversation.language)) {
    for (const auto& [name, value] : conversation.facts) facts_.spoken[name] = value;
    facts_.flags = conversation.flags;
  }

  Played run() {
    step({InputKind::answered, ""}, flow_.begin(facts_), {0, 0});
    for (const ConversationTurn& turn : conversation_.call) {
      if (played_.divergence) break;
      take(turn);
    }
    if (!played_.divergence) over();
    return std::move(played_);
  }

 private:
  const Turn& now() const { return played_.walk.back(); }
  std::string here() const { return place_words(now().position); }

  void diverge(Place place, std::string message) {
    if (!played_.divergence) played_.divergence = Finding{conversation_.file, place, std::move(message)};
  }

  bool step(const Input& input, const Result<Step>& taken, Place place) {
    if (!taken) {
      diverge(place, taken.error().message);
      return false;
    }
    played_.walk.push_back(turn_of(input, *taken));
    facts_.fields = taken->fields;
    return true;
  }

  void take(const ConversationTurn& turn) {
    if (turn.state && turn.state->text != here()) {
      diverge(turn.state->place, fmt::format("must be in state {}, and is in {}", turn.state->text, here()));
    }
    question(turn);
    listen(turn);
    if (!turn.input || played_.divergence) return;
    if (now().ends) {
      return diverge(turn.place, fmt::format("the call is over, in {}: nothing can follow (here: {})", here(),
                                             input_words(*turn.input)));
    }
    const Position before = now().position;
    const Input input = as_gathered(*turn.input);
    if (step(input, flow_.next(before, input, facts_), turn.place)) actions(turn);
  }

  /// The key that ends a value is pressed, and is no part of it.
  Input as_gathered(Input input) const {
    const State* state = flow_.state_at(now().position);
    const bool value = state != nullptr && state->waits_for == WaitsFor::digits && input.kind == InputKind::keys;
    if (value && input.keys.size() > 1 && !state->finish.empty() && input.keys.ends_with(state->finish)) {
      input.keys.pop_back();
    }
    return input;
  }

  void question(const ConversationTurn& turn) {
    const bool answered = turn.input && turn.input->kind == InputKind::answer;
    if (now().question && !answered) {
      return diverge(turn.place, fmt::format("{} {}: the turn needs then = \"...\", the answer", here(),
                                             question_words(*now().question)));
    }
    if (!now().question && answered) {
      return diverge(turn.place, fmt::format("{} asks nothing that \"{}\" could answer", here(), turn.input->keys));
    }
    if (!turn.asks) return;
    const std::string asked = now().question ? now().question->name : "nothing";
    if (asked != turn.asks->text) {
      diverge(turn.asks->place, fmt::format("must ask {}, and {} asks {}", turn.asks->text, here(), asked));
    }
  }

  void listen(const ConversationTurn& turn) {
    const std::string_view said = now().said;
    std::size_t from = 0;
    for (const Written& pattern : turn.hears) {
      from = end_of(said, pattern.text, from);
      if (from == std::string_view::npos) {
        const bool order = is_heard(said, pattern.text);
        return diverge(pattern.place, fmt::format("must hear \"{}\"{}, and {} says: {}", pattern.text,
                                                  order ? " after what stands before it" : "", here(),
                                                  said.empty() ? "nothing" : said));
      }
    }
    for (const Written& pattern : turn.hears_not) {
      if (is_heard(said, pattern.text)) {
        diverge(pattern.place, fmt::format("must not hear \"{}\", and {} says: {}", pattern.text, here(), said));
      }
    }
  }

  void actions(const ConversationTurn& turn) {
    std::vector<std::string> wanted;
    const std::vector<std::string> done = deeds_of(now());
    for (const Written& action : turn.happens) wanted.push_back(action.text);
    if (wanted == done) return;
    const auto words = [](const std::vector<std::string>& names) {
      return names.empty() ? std::string("nothing") : comma_list(names);
    };
    diverge(turn.happens.empty() ? turn.place : turn.happens.front().place,
            fmt::format("{}: {} must happen, and {} does", input_words(*turn.input), words(wanted), words(done)));
  }

  void over() {
    const Place last = conversation_.call.empty() ? Place{1, 1} : conversation_.call.back().place;
    if (!now().ends) {
      return diverge(last, fmt::format("the conversation ends here and the call does not: {} waits for somebody to go "
                                       "on; add a turn, or then = \"hung_up\"",
                                       here()));
    }
    if (conversation_.ends_in && conversation_.ends_in->text != here()) {
      diverge(conversation_.ends_in->place,
              fmt::format("must end in {}, and ends in {}", conversation_.ends_in->text, here()));
    }
    for (const auto& [name, wanted] : conversation_.fields) {
      const auto found = now().fields.find(name);
      const std::string keyed = found == now().fields.end() ? "nothing" : found->second;
      if (keyed != wanted.text) {
        diverge(wanted.place, fmt::format("{} must be {} at the end, and is {}", name, wanted.text, keyed));
      }
    }
  }

  const Flow& flow_;
  const Conversation& conversation_;
  Facts facts_;
  Played played_;
};

}  // namespace

bool is_heard(std::string_view said, std::string_view pattern) {
  return end_of(said, pattern, 0) != std::string_view::npos;
}

Played play(const Flow& flow, const Conversation& conversation) { return Player(flow, conversation).run(); }

}  // namespace courtesy::flow
