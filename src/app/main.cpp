// The one program.
#include <csignal>
#include <iostream>

#include "app/command_line.h"
#include "app/commands.h"

int main(int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that is gone is an error of a write, not the end of the process
  courtesy::net::PacedClock clock;
  courtesy::app::Outside outside{std::cout, std::cerr, clock, &std::cin};
  return courtesy::app::run_command_line(courtesy::app::all_commands(),
                                         std::vector<std::string>(arguments + 1, arguments + count), outside);
}
