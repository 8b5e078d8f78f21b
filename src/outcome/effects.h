// What keys and replies come to: an answer, a wish for no more contact, what staff must see.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "appointment/appointment.h"
#include "flow/flow.h"
#include "outcome/reply.h"
#include "queue/attempt.h"

namespace courtesy {

/// What a person of the business must look at.
enum class StaffTask {
  call_back,        ///< the client asked to be called
  asked_to_cancel,  ///< opted out with the word CANCEL: may have meant the visit, which the machine leaves as it is
  wrong_number,     ///< the number is somebody else's
  unclear_reply,    ///< a reply that no machine should judge
};
std::string_view to_string(StaffTask task);
std::optional<StaffTask> parse_staff_task(std::string_view text);

/// What is written, in one transaction, for one step of a call or one reply. Empty members change nothing.
struct Effects {
  std::optional<Answer> answer;           ///< confirmed, cancelled, call_back
  bool suppress = false;                  ///< no more contact with this person by this account, at once
  bool lift_suppression = false;          ///< the person asked for it in words that count; never with `suppress`
  std::optional<AttemptOutcome> attempt;  ///< heard, machine
  bool send_help = false;                 ///< answer with the business's name, number and how to stop
  std::vector<StaffTask> tasks;

  friend bool operator==(const Effects&, const Effects&) = default;
};

/// Of a call's step. A key is a person: whatever it asks for, the message was heard. Of two answers the later counts.
Effects effects_of(std::span<const flow::Action> actions);

/// Of a reply to a text. What it may not decide (a visit called off by the word CANCEL, a doubtful reply) is a task.
Effects effects_of(const ReplyReading& reading);

}  // namespace courtesy
