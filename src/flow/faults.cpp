#include "flow/faults.h"

#include <algorithm>

namespace courtesy::flow {

const std::array<FaultKind, 60> fault_kinds{{
    {"action-missing", "Twilio asks a document without an action again, and the caller hears it for ever"},
    {"action-without-person", "silence and machines mean nothing: something would be done that nobody asked for"},
    {"appointment-unknown", "the call would break off where the words need an appointment that nobody named"},
    {"audio-clipped", "a recording that was too loud crackles, and a client takes the business for a swindler"},
    {"audio-missing", "clients of this language would hear nothing, or a robot between two human sentences"},
    {"audio-silent", "the caller hears nothing and hangs up"},
    {"audio-too-long", "people hang up on long announcements, and a machine cuts them off"},
    {"audio-varies", "one recording cannot say what differs from client to client"},
    {"audio-wrong-kind", "the gateway plays noise, or nothing, instead of it"},
    {"bad-value", "the flow means something that nobody can know"},
    {"caller-unnamed", "a prerecorded call must say who is calling first (47 CFR 64.1200(b)(1))"},
    {"cannot-end", "the caller is never let go"},
    {"confidential-unproven", "whoever picks up or guesses a number would hear what is meant for one person alone"},
    {"document-mismatch", "the call would wait for what the document never asks, or break off"},
    {"endless-round", "the call goes round until the caller gives up, and every minute is paid"},
    {"fact-not-looked-up", "the call would break off where the words need a fact that is not there"},
    {"field-clash", "what the sub-flow collects would overwrite what its caller collected"},
    {"field-not-collected", "the call would break off where the words need a value that was never keyed in"},
    {"field-secret", "a code that is spoken or passed on is no secret any more"},
    {"field-unread", "a mistyped digit would be taken for the truth: nobody heard it before it was sent"},
    {"file-unused", "its author believes that it is said, and it never is"},
    {"guard-without-last", "when none of the conditions holds the caller's key does nothing"},
    {"hang-up-unnamed", "who hangs up half way would leave nothing behind, and nobody decided so"},
    {"input-impossible", "what hangs on it never happens"},
    {"input-unhandled", "the caller would stay in the state without an answer"},
    {"key-lost", "callers press early: their key does nothing"},
    {"key-means-other", "who wants to cancel confirms, or the other way round, and learns of it from an empty chair"},
    {"key-not-handled", "callers press what they were told, and are told that it is wrong"},
    {"key-not-offered", "nobody can know of it, and whoever presses it by mistake gets what he never asked for"},
    {"language-wrong", "the gateway reads the words with the voice of another language, and nobody understands them"},
    {"machine-asked-for-key", "an answering machine records \"press 1\", and its owner presses 1 in vain"},
    {"machine-hears-name", "others may hear the machine"},
    {"machine-length",
     "a short message is cut in half by machines that begin late, a long one by those that stop early"},
    {"machine-no-number", "whoever hears the machine has no way to ask (47 CFR 64.1200(b)(2))"},
    {"missing-key", "the flow cannot be read without it"},
    {"name-misplaced", "it would be spoken as an address, or called as a word"},
    {"name-unknown", "the call would break off here: there is nothing to say"},
    {"never-happens", "its author believes that something is bounded or done, and it is not"},
    {"no-such-action", "nothing would be done, and nobody would notice"},
    {"no-such-guard", "a condition that nothing sets is never true"},
    {"no-such-input", "nothing ever sends it: what hangs on it never happens"},
    {"no-such-question", "nobody could answer it: the call would break off"},
    {"no-such-state", "the call would break off on this way"},
    {"opt-out-goes-on", "who wants no more calls must be let go at once (47 CFR 64.1200(b)(3))"},
    {"opt-out-late",
     "a way to be called no more must be offered within 2 seconds of who is calling (47 CFR 64.1200(b)(3))"},
    {"opt-out-missing", "whoever is called must be able to say never again (47 CFR 64.1200(b)(3))"},
    {"relative-url", "it resolves against the document's own address, and leads somewhere else or nowhere"},
    {"reserved-word", "carriers read it as an opt-out: a client who means the visit would be cut off"},
    {"sender-unnamed", "nobody can tell a text without a sender from a swindle"},
    {"sub-flow-deep", "a call that is five flows deep cannot be followed by anybody"},
    {"sub-flow-missing", "the call would break off where it should go on"},
    {"sub-flow-recursion", "a flow that runs itself never comes back"},
    {"template-missing", "the caller would hear nothing"},
    {"toml-syntax", "the flow cannot be read"},
    {"too-long", "nobody remembers the first choice when the last is read"},
    {"twiml-grammar", "the gateway leaves the part out or breaks the call off"},
    {"unbounded-retry", "the same is asked for ever"},
    {"unknown-key", "what is written there is not read: its author believes that it counts"},
    {"unreachable", "its author believes that callers get there, and none does"},
    {"xml-syntax", "the gateway cannot read it: the caller hears an apology"},
}};

Finding fault(std::string_view code, std::string file, Place place, std::string message) {
  const auto kind = std::lower_bound(fault_kinds.begin(), fault_kinds.end(), code,
                                     [](const FaultKind& one, std::string_view wanted) { return one.code < wanted; });
  INVARIANT(kind != fault_kinds.end() && kind->code == code);
  return {std::move(file), place, std::move(message), std::string(code), std::string(kind->why)};
}

}  // namespace courtesy::flow
