#!/usr/bin/env bash
# Whether the node in this container answers: a question over TCP, without starting a Java for it. Only
# when nothing listens on port 53, because the configuration names another, the node is asked itself.
{ exec 3<>/dev/tcp/127.0.0.1/53; } 2>/dev/null || exec pando status >/dev/null
# 27 octets: id 0001, recursion desired, one question: localhost. A IN
printf '\0\033\0\001\001\0\0\001\0\0\0\0\0\0\011localhost\0\0\001\0\001' >&3
# Length and id (2 octets each), then the flags, whose last four bits are 0 when all went well.
answer=$(timeout 5 head -c 6 <&3 | od -An -tx1)
case $answer in
  *' 00 01 8'?' '?0) exit 0 ;;
esac
echo "port 53 does not answer a question for localhost: '$answer'" >&2
exit 1
