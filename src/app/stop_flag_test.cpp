#include "app/stop_flag.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "app/command_house_for_tests.h"

using namespace courtesy::app;
using courtesy::app::for_tests::CommandHouse;

TEST_CASE("the stop's file is put up where it can be made and nothing can be written into it: the disk is full") {
  const CommandHouse house;
  const std::string flag = stop_flag_of(house.file("courtesy.db"));
  CHECK_FALSE(stop_flag_is_up(flag));
  std::filesystem::create_symlink("/dev/full", flag);
  CHECK(put_up_stop_flag(flag).ok());
  CHECK(stop_flag_is_up(flag));
}

TEST_CASE("the stop's file that cannot be made is an error") {
  const CommandHouse house;
  CHECK_FALSE(put_up_stop_flag(stop_flag_of(house.file("nowhere/courtesy.db"))).ok());
}
