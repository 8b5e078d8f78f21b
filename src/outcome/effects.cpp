#include "outcome/effects.h"

namespace courtesy {

std::string_view to_string(StaffTask task) {
  switch (task) {
    case StaffTask::call_back: return "call_back";
    case StaffTask::asked_to_cancel: return "asked_to_cancel";
    case StaffTask::wrong_number: return "wrong_number";
    case StaffTask::unclear_reply: return "unclear_reply";
  }
  return "unclear_reply";
}

std::optional<StaffTask> parse_staff_task(std::string_view text) {
  for (const StaffTask task :
       {StaffTask::call_back, StaffTask::asked_to_cancel, StaffTask::wrong_number, StaffTask::unclear_reply}) {
    if (to_string(task) == text) return task;
  }
  return std::nullopt;
}

Effects effects_of(std::span<const flow::Action> actions) {
  Effects effects;
  const auto answered = [&](Answer answer) {
    effects.answer = answer;
    effects.attempt = AttemptOutcome::heard;
  };
  for (const flow::Action action : actions) {
    switch (action) {
      case flow::Action::confirm: answered(Answer::confirmed); break;
      case flow::Action::cancel: answered(Answer::cancelled); break;
      case flow::Action::request_call_back:
        answered(Answer::call_back);
        effects.tasks.push_back(StaffTask::call_back);
        break;
      case flow::Action::opt_out:
        effects.suppress = true;
        effects.attempt = AttemptOutcome::heard;
        break;
      case flow::Action::heard_by_person: effects.attempt = AttemptOutcome::heard; break;
      case flow::Action::left_on_machine:
        if (effects.attempt != AttemptOutcome::heard) effects.attempt = AttemptOutcome::machine;
        break;
      case flow::Action::acknowledge:
        break;  // the watch's own
      // What is about a recording or an unanswered ring, and not about the appointment.
      case flow::Action::save_recording:
      case flow::Action::keep_prompt:
      case flow::Action::discard_prompt:
      case flow::Action::note_missed_call: break;
    }
  }
  return effects;
}

namespace {

void also(Effects& effects, ReplyAlso noted) {
  switch (noted) {
    case ReplyAlso::confirm: effects.answer = Answer::confirmed; break;
    case ReplyAlso::cancel: effects.tasks.push_back(StaffTask::asked_to_cancel); break;
    case ReplyAlso::wrong_number: effects.tasks.push_back(StaffTask::wrong_number); break;
  }
}

}  // namespace

Effects effects_of(const ReplyReading& reading) {
  Effects effects;
  switch (reading.intent) {
    case ReplyIntent::confirm: effects.answer = Answer::confirmed; break;
    case ReplyIntent::cancel: effects.answer = Answer::cancelled; break;
    case ReplyIntent::reschedule:
      effects.answer = Answer::call_back;
      effects.tasks.push_back(StaffTask::call_back);
      break;
    case ReplyIntent::stop: effects.suppress = true; break;
    case ReplyIntent::start: effects.lift_suppression = true; break;
    case ReplyIntent::help: effects.send_help = true; break;
    case ReplyIntent::unclear: effects.tasks.push_back(StaffTask::unclear_reply); break;
  }
  for (const ReplyAlso noted : reading.also) also(effects, noted);
  return effects;
}

}  // namespace courtesy
