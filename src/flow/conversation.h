// conversations/*.toml: who says and presses what, what must be heard, what must happen; played against the flow.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flow/definition.h"
#include "flow/walker.h"

namespace courtesy::flow {

/// Something written in the file, and where.
struct Written {
  std::string text;
  Place place;
};

/// What is heard, and what the person then does.
struct ConversationTurn {
  Place place;
  std::vector<Written> hears;      ///< each in what is said, in order; `*` stands for anything
  std::vector<Written> hears_not;  ///< none of them anywhere in it
  std::optional<Written> state;    ///< where the call must stand
  std::optional<Written> asks;     ///< what the engine must be asked, instead of something said
  std::optional<Input> input;      ///< none: the last turn, which only listens
  std::vector<Written> happens;    ///< all that the input does, actions in order, then events as `emit NAME`; none:
                                   ///< nothing may happen
};

struct Conversation {
  std::string file;  ///< `conversations/confirm.toml`
  std::string title;
  std::string language;
  std::map<std::string, std::string> facts;  ///< instead of the sample ones (sample_facts.h)
  std::set<std::string, std::less<>> flags;  ///< those that hold, of names.h's flag_names
  std::vector<ConversationTurn> call;
  std::vector<std::pair<std::string, Written>> fields;  ///< what must have been keyed in at the end, as it was pressed
  std::optional<Written> ends_in;                       ///< a state, or `end`
};

/// What is wrong with the file is added to `findings`. The call may be half read then.
Conversation read_conversation(std::string_view file, std::string_view toml, const Definition& definition,
                               std::vector<Finding>& findings);

/// All of a flow's folder, in the order of their names.
std::vector<Conversation> conversations_of(const std::vector<Flow::File>& files, const Definition& definition,
                                           std::vector<Finding>& findings);

struct Played {
  Walk walk;                          ///< as far as it went
  std::optional<Finding> divergence;  ///< the first that is not as the conversation has it, at its place in the file
};

/// Goes through the flow as the conversation says, to the end of the call.
Played play(const Flow& flow, const Conversation& conversation);

/// Is `pattern` in it? `*` stands for any words, none too.
bool is_heard(std::string_view said, std::string_view pattern);

}  // namespace courtesy::flow
