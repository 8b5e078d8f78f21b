#include "flow/words_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/action_words.h"
#include "flow/edges.h"
#include "flow/faults.h"
#include "flow/key_offers.h"
#include "flow/key_words.h"
#include "flow/names.h"
#include "flow/sample_facts.h"
#include "twiml/speech.h"

namespace courtesy::flow {
namespace {

/// Longer than these nobody listens; the machine's message is whole on most machines between these (8 to 12 s are best,
/// more costs seconds, less needs more copies).
constexpr milliseconds longest_question = std::chrono::seconds(30);
constexpr milliseconds longest_prompt = std::chrono::seconds(60);
constexpr milliseconds shortest_machine_message = std::chrono::seconds(8);
constexpr milliseconds longest_machine_message = std::chrono::seconds(20);
constexpr milliseconds longest_silence_first = std::chrono::seconds(2);
/// 47 CFR 64.1200(b)(3), between the name and the offer.
constexpr milliseconds latest_opt_out = std::chrono::seconds(2);

/// The transition with its alternatives.
std::vector<const Transition*> alternatives_of(const Transition& transition) {
  std::vector<const Transition*> all{&transition};
  for (const Transition& guarded : transition.guarded) all.push_back(&guarded);
  return all;
}

bool opts_out(const Transition& transition) {
  const auto all = alternatives_of(transition);
  return std::any_of(all.begin(), all.end(), [](const Transition* one) {
    return std::count(one->actions.begin(), one->actions.end(), Action::opt_out) != 0;
  });
}

bool has_opt_out_key(const State& state) {
  return std::any_of(state.keys.begin(), state.keys.end(), [](const auto& entry) { return opts_out(entry.second); });
}

std::string_view trimmed(std::string_view words) {
  const auto begin = std::min(words.find_first_not_of(" ,"), words.size());
  return words.substr(begin, words.find_last_not_of(" ,") + 1 - begin);
}

std::string key_list(const std::set<char>& keys) {
  std::string text;
  for (const char key : keys)
    (text += text.empty() ? "" : ", ") += key == any_key ? std::string("any") : std::string(1, key);
  return text.empty() ? "none" : text;
}

class WordsCheck {
 public:
  WordsCheck(const Situation& situation, std::vector<Finding>& findings)
      : now_(situation), state_(situation.state), root_(situation.root()), findings_(findings) {}

  void run() {
    keys();
    meanings();
    if (now_.is_opening && !is_rejection(now_)) opening();
    if (now_.machine) for_a_machine();
    length();
  }

 private:
  void add(std::string_view code, const TemplateElement& where, std::string message) {
    findings_.push_back(fault(code, now_.document.file(), where.place, std::move(message)));
  }

  void keys() {
    const KeyWords offered = key_words(spoken_text(root_));
    if (state_.waits_for == WaitsFor::digits) return finish(offered);
    for (const char key : offered.keys) {
      const bool handled = key == any_key ? state_.otherwise.has_value() : state_.keys.contains(key);
      if (!handled && !now_.machine && state_.waits_for != WaitsFor::recording) {
        add("key-not-handled", root_,
            fmt::format("offers the key {} in words, and {} does not handle it: it handles {}",
                        key == any_key ? "\"any\"" : std::string(1, key), state_.name, handled_keys()));
      }
    }
    if (state_.waits_for != WaitsFor::key) return;
    for (const auto& [key, transition] : state_.keys) {
      if (!offered.keys.contains(key) && (opts_out(transition) || !offered.keys.contains(any_key))) {
        add("key-not-offered", root_,
            fmt::format("{} handles the key {} and the words never offer it: they offer {}", state_.name, key,
                        key_list(offered.keys)));
      }
    }
  }

  /// The words that offer a key against what the key does.
  void meanings() {
    const auto offers = key_offers(spoken_text(root_));
    for (const auto& [key, transition] : state_.keys) {
      std::vector<std::string_view> purposes;
      for (const KeyOffer& offer : offers) {
        if (!offer.keys.contains(key)) continue;
        purposes.push_back(offer.purpose);
        if (meaning(key, transition, offer.purpose)) opt_out_elsewhere(key, transition, offer);
      }
      if (opts_out(transition)) says_so(key, purposes);
    }
  }

  /// True when the words do not contradict what is done.
  bool meaning(char key, const Transition& transition, std::string_view purpose) {
    for (const Transition* way : alternatives_of(transition)) {
      for (const Action action : way->actions) {
        const std::string_view other = other_offer(action, purpose);
        if (other.empty()) continue;
        add("key-means-other", root_,
            fmt::format("the words say \"{}\" where they offer the key {}, and flow.toml does {} on it", other, key,
                        to_string(action)));
        return false;
      }
    }
    return true;
  }

  /// The words of no more calls with a key that calls on.
  void opt_out_elsewhere(char key, const Transition& transition, const KeyOffer& offer) {
    if (!offers_opt_out(offer.purpose) || asks_once_more(transition)) return;
    const bool one_does = std::any_of(offer.keys.begin(), offer.keys.end(), [&](char other) {
      const auto found = state_.keys.find(other);
      return found != state_.keys.end() && opts_out(found->second);
    });
    if (one_does) return;
    add("key-means-other", root_,
        fmt::format("the words \"{}\" offer the key {}, and flow.toml does not do opt_out on it: whoever wants no "
                    "more calls would be called again",
                    trimmed(offer.purpose), key));
  }

  /// The key leads to where it is asked whether it was meant.
  bool asks_once_more(const Transition& transition) const {
    const auto all = alternatives_of(transition);
    return std::any_of(all.begin(), all.end(), [&](const Transition* one) {
      const State* next = now_.definition.find(one->go);
      return next != nullptr && next != &state_ && has_opt_out_key(*next);
    });
  }

  /// Nobody may be called no more who asked for something else.
  void says_so(char key, const std::vector<std::string_view>& purposes) {
    const bool said = std::any_of(purposes.begin(), purposes.end(), may_offer_opt_out);
    const bool contradicted = std::any_of(purposes.begin(), purposes.end(), [](std::string_view purpose) {
      return !other_offer(Action::opt_out, purpose).empty();
    });
    if (purposes.empty() || said || contradicted) return;
    add("key-means-other", root_,
        fmt::format("flow.toml does opt_out on the key {}, and the words offer it with \"{}\": say for example \"For "
                    "no more calls, press {}\"",
                    key, trimmed(purposes.front()), key));
  }

  /// Of a value only the key that ends it is offered, and the star where it is the point.
  void finish(const KeyWords& offered) {
    const bool star_is_point = state_.kind == FieldKind::number || state_.kind == FieldKind::money;
    for (const char key : {'#', '*'}) {
      if (!offered.keys.contains(key) || state_.finish == std::string_view(&key, 1)) continue;
      if (key == '*' && star_is_point) continue;
      add("key-not-handled", root_,
          fmt::format("offers the key {} in words, and {} ends with \"{}\"", key, state_.name, state_.finish));
    }
  }

  std::string handled_keys() const {
    std::set<char> keys;
    for (const auto& [key, transition] : state_.keys) keys.insert(key);
    return key_list(keys);
  }

  std::set<char> opt_out_keys() const {
    std::set<char> keys;
    for (const auto& [key, transition] : state_.keys) {
      const auto& actions = transition.actions;
      if (std::count(actions.begin(), actions.end(), Action::opt_out) != 0) keys.insert(key);
    }
    return keys;
  }

  /// 47 CFR 64.1200(b): who is calling comes first, and a way to be called no more right behind it.
  void opening() {
    std::string before;
    const bool named = text_before(root_, "business", before);
    if (only_rings()) return;
    if (!named || key_words(before).instructs) {
      add("caller-unnamed", root_,
          "the call must begin with who is calling: speak {{business}} before any key is offered");
    }
    if (!now_.inbound) silence_first();
    if (state_.waits_for != WaitsFor::key || now_.for_operator || now_.inbound) return;
    const auto keys = opt_out_keys();
    if (keys.empty()) {
      add("opt-out-missing", root_, "the opening must offer a key that ends all calls: one with do = [\"opt_out\"]");
    } else if (named) {
      opt_out_in_time(keys);
    }
  }

  /// The sentence that offers the key begins within two seconds after the name.
  void opt_out_in_time(const std::set<char>& keys) {
    const twiml::Speech speech = twiml::speech_of(sample_document(now_));
    const std::string name = sample_facts(now_.language).spoken.at("business");
    const std::size_t at = speech.words.find(name);
    if (at == std::string::npos) return;
    const std::size_t from = at + name.size();
    for (const std::string_view sentence : sentences_of(std::string_view(speech.words).substr(from))) {
      const KeyWords offered = key_words(sentence);
      const bool offers = std::any_of(keys.begin(), keys.end(), [&](char key) { return offered.keys.contains(key); });
      if (!offers) continue;
      const auto begin = static_cast<std::size_t>(sentence.data() - speech.words.data());
      const std::size_t first = std::min(speech.words.find_first_not_of(" .,;:!?", from), begin);
      const milliseconds between = speech.between(first, begin) + silence_between(speech, from, first);
      if (between <= latest_opt_out) return;
      return add("opt-out-late", root_,
                 fmt::format("the key that ends all calls is offered {:.1f} s after who is calling: at most {:.1f} s "
                             "may lie between; offer it first, or say less before it",
                             seconds_of(between), seconds_of(latest_opt_out)));
    }
  }

  /// Without the words, and what stands at the end.
  static milliseconds silence_between(const twiml::Speech& speech, std::size_t from, std::size_t to) {
    milliseconds time{0};
    for (const auto& extra : speech.extras) {
      if (extra.at >= from && extra.at < to) time += extra.time;
    }
    return time;
  }

  /// Whoever picks up hears nothing, and hangs up.
  void silence_first() {
    const twiml::Speech speech = twiml::speech_of(sample_document(now_));
    const milliseconds silence = silence_between(speech, 0, 1);
    if (silence <= longest_silence_first) return;
    add("caller-unnamed", root_,
        fmt::format("begins with {:.1f} s of silence: who is calling comes first, after {:.1f} s at most",
                    seconds_of(silence), seconds_of(longest_silence_first)));
  }

  static double seconds_of(milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

  void for_a_machine() {
    const bool instructs = key_words(spoken_text(root_)).instructs;
    if (instructs || state_.waits_for == WaitsFor::digits) {
      add("machine-asked-for-key", root_,
          fmt::format("a machine may hear {} and is asked for a key: take the words out, or reach it by a key only",
                      state_.name));
    }
    if (speaks(root_, "client_first_name")) {
      add("machine-hears-name", root_,
          "a machine may hear this, and others may hear the machine: leave {{client_first_name}} out");
    }
    if (now_.machine_entry && !speaks(root_, "callback_number")) {
      add("machine-no-number", root_, "what a machine is given must name a number to ring: speak {{callback_number}}");
    }
  }

  void length() {
    const twiml::Element document = sample_document(now_);
    const milliseconds time = twiml::speech_of(document).length();
    const milliseconds once = twiml::speech_of(document, twiml::Loops::once).length();
    const bool asks = state_.waits_for == WaitsFor::key || state_.waits_for == WaitsFor::digits;
    const milliseconds longest = asks ? longest_question : longest_prompt;
    if (time > longest && !only_rings()) {
      add("too-long", root_,
          fmt::format("takes about {:.0f} s to say in \"{}\": {} may take {:.0f} s; divide it into two states, or say "
                      "less",
                      seconds_of(time), now_.language, asks ? "a question" : "a prompt", seconds_of(longest)));
    }
    if (now_.machine_entry && (once < shortest_machine_message || once > longest_machine_message)) {
      add("machine-length", root_,
          fmt::format("the machine's message takes about {:.1f} s to say once in \"{}\": between {:.0f} and {:.0f} s "
                      "most machines have one whole copy",
                      seconds_of(once), now_.language, seconds_of(shortest_machine_message),
                      seconds_of(longest_machine_message)));
    }
  }

  /// A call that comes in and is not yet taken: it says nothing, and a pause is the ringing.
  bool only_rings() const {
    return now_.inbound && now_.is_opening && spoken_text(root_).find_first_not_of(' ') == std::string::npos;
  }

  const Situation& now_;
  const State& state_;
  const TemplateElement& root_;
  std::vector<Finding>& findings_;
};

}  // namespace

void check_words(const Situation& situation, std::vector<Finding>& findings) { WordsCheck(situation, findings).run(); }

void check_endings(const Parts& parts, std::vector<Finding>& findings) {
  for (const State& state : parts.definition.states) {
    for (const Edge& edge : edges_of(state)) {
      const State* target = parts.definition.find(edge.transition->go);
      if (target == nullptr || target->waits_for != WaitsFor::nothing) continue;
      for (const std::string& language : parts.definition.languages) {
        const auto document = parts.templates.find({target->name, language});
        if (document == parts.templates.end()) continue;
        const std::string said = spoken_text(document->second.root());
        for (const Action action : edge.transition->actions) {
          const std::string_view other = other_outcome(action, said);
          if (other.empty()) continue;
          findings.push_back(fault("key-means-other", "flow.toml", edge.transition->place,
                                   fmt::format("{} does {}, and what is heard after it, {}, says \"{}\"", state.name,
                                               to_string(action), document->second.file(), other)));
        }
      }
    }
  }
}

}  // namespace courtesy::flow
