#include "app/demo_command.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/command_house_for_tests.h"

using namespace courtesy::app::for_tests;

namespace {

/// Somebody else's, on this machine.
struct TakenPort {
  TakenPort() : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket, 1) == 0);
    REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    number = ntohs(address.sin_port);
  }
  ~TakenPort() { ::close(socket); }
  TakenPort(const TakenPort&) = delete;
  TakenPort& operator=(const TakenPort&) = delete;
  int socket;
  int number = 0;
};

}  // namespace

TEST_CASE("a demo on a port that was asked for and is taken does not begin on another") {
  CommandHouse house;
  const TakenPort taken;
  const auto ran = house.run({"demo", "--port", std::to_string(taken.number)});
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, std::to_string(taken.number)));
  CHECK(house.run({"demo", "--port", "-2"}).code == 2);
}
