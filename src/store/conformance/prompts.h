// What every store must keep of recordings and prompts. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "store/conformance/bench.h"
#include "store/prompts.h"

namespace courtesy::conformance {

inline PromptName hello() {
  return {.flow = "appointment-reminder", .state = "opening", .slot = "hello", .language = "en"};
}

/// Bytes of any kind, zeros among them, in several parts when they are many.
inline AudioFile sound(char of, std::size_t size = 3'000) {
  std::string bytes(size, of);
  for (std::size_t i = 0; i < size; i += 251) bytes[i] = static_cast<char>(i % 256);
  return {.bytes = std::move(bytes), .length = milliseconds(size / 8), .peaks = {0, 17, 255, 128}};
}

inline RecordingId add_recording(StoreBench& bench, const std::string& provider_id,
                                 RecordingUse use = RecordingUse::take) {
  return ask<RecordingId>(bench,
                          [&](Unit& unit) {
                            return unit.recordings().add({.provider_id = provider_id,
                                                          .use = use,
                                                          .session = 7,
                                                          .from = std::string(number),
                                                          .length = seconds(4)});
                          })
      .value();
}

inline int keep(StoreBench& bench, RecordingId recording) {
  return ask<int>(bench, [=](Unit& unit) { return unit.prompts().keep(hello(), recording, "by phone"); }).value();
}

inline void copy(StoreBench& bench, RecordingId recording, const AudioFile& file, bool delete_there = false) {
  CHECK(committed(write(bench, [&](Unit& unit) { return unit.recordings().copied(recording, file, delete_there); })));
}

inline Recording recording_of(StoreBench& bench, RecordingId recording) {
  return read<Recording>(bench, [=](Unit& unit) { return unit.recordings().get(recording); }).value();
}

inline std::vector<RecordingId> due_recordings(StoreBench& bench) {
  std::vector<RecordingId> all;
  const auto due = read<std::vector<Recordings::Due>>(
      bench, [](Unit& unit) { return unit.recordings().to_copy(100); }, AccountId{});
  for (const auto& one : due.value()) all.push_back(one.recording);
  return all;
}

inline std::vector<PromptVersion> versions(StoreBench& bench) {
  return read<std::vector<PromptVersion>>(bench, [](Unit& unit) { return unit.prompts().versions(hello()); }).value();
}

/// What would be played; empty: a robot speaks.
inline std::string live_sound(StoreBench& bench, AccountId in = ours) {
  const auto all = read<std::map<std::string, std::string>>(
      bench, [](Unit& unit) { return unit.prompts().live("appointment-reminder", "en"); }, in);
  const auto found = all.value().find("opening/hello");
  return found == all.value().end() ? std::string{} : found->second;
}

inline std::string hash_of(StoreBench& bench, const AudioFile& file) {
  return ask<std::string>(bench, [&](Unit& unit) { return unit.audio_files().keep(file); }).value();
}

inline void sound_is_kept_as_it_is(StoreBench& bench) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{196'607}, std::size_t{196'608}, std::size_t{500'000}}) {
    const AudioFile file = sound('a', size);
    const std::string hash = hash_of(bench, file);
    CHECK(hash.size() == 64);
    CHECK(hash_of(bench, file) == hash);
    CHECK(read<std::string>(bench, [&](Unit& unit) { return unit.audio_files().bytes(hash); }).value() == file.bytes);
    const auto facts = read<AudioFacts>(bench, [&](Unit& unit) { return unit.audio_files().facts(hash); }).value();
    CHECK(facts.length == file.length);
    CHECK(facts.peaks == file.peaks);
    const auto elsewhere = read<std::string>(
        bench, [&](Unit& unit) { return unit.audio_files().bytes(hash); }, theirs);
    CHECK(elsewhere.error().code == ErrorCode::not_found);
  }
  const auto kept = [&](const AudioFile& file) {
    return ask<std::string>(bench, [&](Unit& unit) { return unit.audio_files().keep(file); });
  };
  CHECK(kept({}).error().code == ErrorCode::invalid);
  CHECK(kept(sound('a', most_audio_bytes + 1)).error().code == ErrorCode::invalid);
}

inline void a_flows_own_sound_is_for_whoever_plays_it(StoreBench& bench) {
  const auto public_bytes = [&](const std::string& hash) {
    return read<std::string>(
        bench, [&](Unit& unit) { return unit.audio_files().prompt_bytes(hash); }, AccountId{});
  };
  const std::string hash = hash_of(bench, sound('f'));
  CHECK(public_bytes(hash).error().code == ErrorCode::not_found);
  CHECK(ask<std::string>(bench, [](Unit& unit) { return unit.audio_files().keep_of_flow(sound('f').bytes); }).value() ==
        hash);
  CHECK(public_bytes(hash).value() == sound('f').bytes);
  CHECK(committed(write(bench, [&](Unit& unit) { return unit.audio_files().drop_unused(hash); })));
  CHECK(public_bytes(hash).ok());
}

inline void a_recording_is_added_once(StoreBench& bench) {
  const RecordingId first = add_recording(bench, "RE1");
  CHECK(add_recording(bench, "RE1", RecordingUse::message) == first);
  CHECK(add_recording(bench, "RE2") != first);
  const Recording one = recording_of(bench, first);
  CHECK(one.what.use == RecordingUse::take);
  CHECK(one.what.session == 7);
  CHECK(one.what.from == number);
  CHECK(one.length == seconds(4));
  CHECK(one.state == RecordingState::offered);
}

inline void a_take_is_copied_once_it_is_kept_and_a_message_at_once(StoreBench& bench) {
  const RecordingId take = add_recording(bench, "RE1");
  const RecordingId message = add_recording(bench, "RE2", RecordingUse::message);
  CHECK(due_recordings(bench) == std::vector{message});
  CHECK(keep(bench, take) == 1);
  CHECK(due_recordings(bench) == std::vector{take, message});
  CHECK(keep(bench, take) == 1);  // asked twice
  CHECK(versions(bench).size() == 1);
  copy(bench, message, sound('m'));
  copy(bench, take, sound('t'), true);
  CHECK(due_recordings(bench) == std::vector{take});  // to be deleted at the gateway
  CHECK(committed(write(bench, [=](Unit& unit) { return unit.recordings().gone_there(take); })));
  CHECK(due_recordings(bench).empty());
  CHECK_FALSE(recording_of(bench, take).at_provider);
  const RecordingId left = add_recording(bench, "RE3");
  bench.pass(hours{1});
  CHECK(due_recordings(bench) == std::vector{left});  // nobody kept it: to be given up
}

inline void a_prompt_is_live_once_its_copy_is_there(StoreBench& bench) {
  const RecordingId first = add_recording(bench, "RE1");
  keep(bench, first);
  CHECK(live_sound(bench).empty());
  copy(bench, first, sound('a'));
  CHECK(live_sound(bench) == hash_of(bench, sound('a')));
  CHECK(live_sound(bench, theirs).empty());
  REQUIRE(versions(bench).size() == 1);
  const PromptVersion version = versions(bench)[0];
  CHECK(version.live);
  CHECK(version.who == "by phone");
  CHECK(version.length == sound('a').length);
  CHECK(version.peaks == sound('a').peaks);
  CHECK(read<std::string>(
            bench, [&](Unit& unit) { return unit.audio_files().prompt_bytes(version.hash); }, AccountId{})
            .value() == sound('a').bytes);
}

inline void an_older_copy_that_comes_late_replaces_nothing(StoreBench& bench) {
  const RecordingId first = add_recording(bench, "RE1");
  const RecordingId second = add_recording(bench, "RE2");
  keep(bench, first);
  CHECK(keep(bench, second) == 2);
  copy(bench, second, sound('b'));
  copy(bench, first, sound('a'));
  CHECK(live_sound(bench) == hash_of(bench, sound('b')));
  CHECK(versions(bench).size() == 2);
}

inline void a_refused_take_leaves_what_was_live(StoreBench& bench) {
  const RecordingId first = add_recording(bench, "RE1");
  keep(bench, first);
  copy(bench, first, sound('a'));
  const RecordingId second = add_recording(bench, "RE2");
  keep(bench, second);
  CHECK(committed(write(bench, [=](Unit& unit) { return unit.recordings().refused(second, "it is silent", true); })));
  CHECK(live_sound(bench) == hash_of(bench, sound('a')));
  REQUIRE(versions(bench).size() == 2);
  CHECK(versions(bench)[0].failure == "it is silent");
  CHECK_FALSE(versions(bench)[0].live);
  const auto back = write(bench, [](Unit& unit) { return unit.prompts().roll_back(hello(), 2, "Pat"); });
  CHECK(back.work.error().code == ErrorCode::conflict);
}

inline void versions_are_rolled_back(StoreBench& bench) {
  const RecordingId first = add_recording(bench, "RE1");
  const RecordingId second = add_recording(bench, "RE2");
  const RecordingId late = add_recording(bench, "RE3");
  keep(bench, first);
  copy(bench, first, sound('a'));
  keep(bench, second);
  copy(bench, second, sound('b'));
  keep(bench, late);
  const auto roll_back = [&](int version) {
    return write(bench, [=](Unit& unit) { return unit.prompts().roll_back(hello(), version, "Pat"); });
  };
  CHECK(committed(roll_back(1)));
  CHECK(live_sound(bench) == hash_of(bench, sound('a')));
  copy(bench, late, sound('c'));  // who rolled back did not mean this one
  CHECK(live_sound(bench) == hash_of(bench, sound('a')));
  CHECK(committed(roll_back(3)));
  CHECK(live_sound(bench) == hash_of(bench, sound('c')));
  CHECK(committed(roll_back(0)));  // a robot again
  CHECK(live_sound(bench).empty());
  CHECK(roll_back(4).work.error().code == ErrorCode::not_found);
  CHECK(ask<int>(bench, [](Unit& unit) { return unit.prompts().keep_file(hello(), sound('d'), "Pat"); }).value() == 4);
  CHECK(live_sound(bench) == hash_of(bench, sound('d')));
}

inline void the_oldest_versions_go_and_never_the_live_one(StoreBench& bench) {
  const auto keep_file = [&](char of) {
    CHECK(ask<int>(bench, [=](Unit& unit) { return unit.prompts().keep_file(hello(), sound(of), "Pat"); }).ok());
  };
  keep_file('a');
  keep_file('b');
  CHECK(committed(write(bench, [](Unit& unit) { return unit.prompts().roll_back(hello(), 1, "Pat"); })));
  // Recorded and refused, so that the first stays live.
  for (int i = 0; i < Prompts::most_versions; ++i) {
    const RecordingId take = add_recording(bench, "RE" + std::to_string(i));
    keep(bench, take);
    CHECK(committed(write(bench, [=](Unit& unit) { return unit.recordings().refused(take, "silent", false); })));
  }
  const auto left = versions(bench);
  CHECK(left.size() == Prompts::most_versions + 1);
  CHECK(left.back().version == 1);
  CHECK(left.back().live);
  CHECK(left[left.size() - 2].version == 3);
  // With its sound, which nobody has any more.
  const std::string second = hex(sha256(sound('b').bytes));
  CHECK(read<std::string>(bench, [&](Unit& unit) { return unit.audio_files().bytes(second); }).error().code ==
        ErrorCode::not_found);
}

inline void only_so_many_takes_wait(StoreBench& bench) {
  const auto has_room = [&] {
    return read<bool>(bench, [](Unit& unit) { return unit.prompts().has_room(hello()); }).value();
  };
  for (int i = 0; i < Prompts::most_waiting; ++i) {
    CHECK(has_room());
    keep(bench, add_recording(bench, "RE" + std::to_string(i)));
  }
  CHECK_FALSE(has_room());
  const RecordingId more = add_recording(bench, "RE9");
  const auto kept = ask<int>(bench, [=](Unit& unit) { return unit.prompts().keep(hello(), more, "by phone"); });
  CHECK(kept.error().code == ErrorCode::conflict);
}

inline void what_is_discarded_is_gone_and_what_is_kept_stays(StoreBench& bench) {
  const auto discard = [&](RecordingId recording) {
    return write(bench, [=](Unit& unit) { return unit.recordings().discard(recording); });
  };
  const RecordingId take = add_recording(bench, "RE1");
  CHECK(committed(discard(take)));
  CHECK(recording_of(bench, take).state == RecordingState::discarded);
  CHECK(due_recordings(bench) == std::vector{take});  // at the gateway too
  const auto kept = ask<int>(bench, [=](Unit& unit) { return unit.prompts().keep(hello(), take, "by phone"); });
  CHECK(kept.error().code == ErrorCode::conflict);
  const RecordingId message = add_recording(bench, "RE2", RecordingUse::message);
  copy(bench, message, sound('m'));
  const std::string hash = recording_of(bench, message).hash;
  CHECK(committed(discard(message)));
  CHECK(read<std::string>(bench, [&](Unit& unit) { return unit.audio_files().bytes(hash); }).error().code ==
        ErrorCode::not_found);
  const RecordingId prompt = add_recording(bench, "RE3");
  keep(bench, prompt);
  CHECK(discard(prompt).work.error().code == ErrorCode::conflict);
}

inline void messages_are_listed_and_read(StoreBench& bench) {
  const RecordingId first = add_recording(bench, "RE1", RecordingUse::message);
  const RecordingId take = add_recording(bench, "RE2");
  const RecordingId second = add_recording(bench, "RE3", RecordingUse::message);
  const auto messages = [&](RecordingId before, int limit) {
    std::vector<RecordingId> ids;
    const auto all =
        read<std::vector<Recording>>(bench, [=](Unit& unit) { return unit.recordings().messages(before, limit); });
    for (const auto& one : all.value()) ids.push_back(one.id);
    return ids;
  };
  const auto unread = [&] {
    return read<int>(bench, [](Unit& unit) { return unit.recordings().unread_messages(); }).value();
  };
  CHECK(messages({}, 10) == std::vector{second, first});
  CHECK(messages({}, 1) == std::vector{second});
  CHECK(messages(second, 10) == std::vector{first});
  CHECK(unread() == 2);
  CHECK(committed(write(bench, [=](Unit& unit) { return unit.recordings().mark_read(first); })));
  CHECK(unread() == 1);
  CHECK(recording_of(bench, first).read_at == noon());
  CHECK(write(bench, [=](Unit& unit) { return unit.recordings().mark_read(take); }).work.error().code ==
        ErrorCode::not_found);
  // What is for the staff is not behind the door for prompts.
  copy(bench, second, sound('m'));
  const std::string hash = recording_of(bench, second).hash;
  CHECK(read<std::string>(
            bench, [&](Unit& unit) { return unit.audio_files().prompt_bytes(hash); }, AccountId{})
            .error()
            .code == ErrorCode::not_found);
}

inline void old_messages_are_forgotten(StoreBench& bench) {
  const RecordingId heard = add_recording(bench, "RE1", RecordingUse::message);
  const RecordingId unheard = add_recording(bench, "RE2", RecordingUse::message);
  CHECK(committed(write(bench, [=](Unit& unit) { return unit.recordings().mark_read(heard); })));
  const auto forget = [&](int limit) {
    return ask<int>(bench,
                    [=](Unit& unit) {
                      return unit.recordings().forget_messages(unit.now() - hours{24 * 30}, unit.now() - hours{24 * 90},
                                                               limit);
                    })
        .value();
  };
  bench.pass(hours{24 * 30});
  CHECK(forget(10) == 0);
  bench.pass(minutes{1});
  CHECK(forget(10) == 1);
  CHECK(recording_of(bench, heard).state == RecordingState::discarded);
  CHECK(forget(10) == 0);
  bench.pass(hours{24 * 60});
  CHECK(forget(10) == 1);
  CHECK(recording_of(bench, unheard).state == RecordingState::discarded);
}

inline void what_cannot_be_copied_is_asked_for_later_and_later(StoreBench& bench) {
  const RecordingId take = add_recording(bench, "RE1");
  keep(bench, take);
  for (int i = 1; i < most_recording_failures; ++i) {
    CHECK(due_recordings(bench) == std::vector{take});
    CHECK(committed(write(bench, [=](Unit& unit) { return unit.recordings().failed(take, "it answers 404"); })));
    CHECK(due_recordings(bench).empty());
    bench.pass(recording_back_off(i));
  }
  CHECK(recording_of(bench, take).failures == most_recording_failures - 1);
  CHECK(committed(write(bench, [=](Unit& unit) { return unit.recordings().failed(take, "it answers 404"); })));
  CHECK(recording_of(bench, take).state == RecordingState::refused);
  CHECK(versions(bench)[0].failure == "it answers 404");
  CHECK(due_recordings(bench).empty());
}

inline constexpr StoreRule prompts_rules[] = {
    {"sound is kept as it is, for its account", sound_is_kept_as_it_is},
    {"a flow's own sound is for whoever plays it", a_flows_own_sound_is_for_whoever_plays_it},
    {"a recording is added once", a_recording_is_added_once},
    {"a take is copied once it is kept, and a message at once", a_take_is_copied_once_it_is_kept_and_a_message_at_once},
    {"a prompt is live once its copy is there", a_prompt_is_live_once_its_copy_is_there},
    {"an older copy that comes late replaces nothing", an_older_copy_that_comes_late_replaces_nothing},
    {"a refused take leaves what was live", a_refused_take_leaves_what_was_live},
    {"a prompt's versions are rolled back, to a robot's voice too", versions_are_rolled_back},
    {"the oldest versions of a prompt go, and never the live one", the_oldest_versions_go_and_never_the_live_one},
    {"only so many takes of a prompt wait for their copies", only_so_many_takes_wait},
    {"what is discarded is gone, and what is kept stays", what_is_discarded_is_gone_and_what_is_kept_stays},
    {"messages are listed, newest first, and read", messages_are_listed_and_read},
    {"old messages are forgotten, those that nobody heard later", old_messages_are_forgotten},
    {"what cannot be copied is asked for later and later", what_cannot_be_copied_is_asked_for_later_and_later},
};

}  // namespace courtesy::conformance
