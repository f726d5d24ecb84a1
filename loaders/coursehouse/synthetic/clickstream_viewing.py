"""How people watch a video: through, in leaps, with pauses, faster, again; and how they stop."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from coursehouse.synthetic.clickstream_player import GRID, NORMAL_RATE, Player
from coursehouse.synthetic.clock import HOUR, MINUTE, SECOND

_RATES = (3, 4, 5, 6, 7, 8)
_LANGUAGES = ("en", "fr", "pt-BR", "zh-CN", "")
_LEAST_ACTION = 300
_LONGEST_LOAD = 3 * SECOND
# longer than a page may take to load at twice the rate, so that the jump cannot pass for watching
_SHORTEST_RESUME = 30 * SECOND
_MOST_ACTIONS = 60


@dataclass
class Viewer:
    """Somebody at a player; rate: what it shall run at, quarters, kept from one viewing to the next."""

    random: Random
    rate: int = NORMAL_RATE

    def between(self, shortest: int, longest: int) -> int:
        """A number of milliseconds."""
        return int(shortest + self.random.random() * (longest - shortest)) // GRID * GRID

    def watch(self, player: Player, position: int, is_rate_told: bool) -> None:
        """Opens the page, watches from a position until something else matters more.

        position: where an earlier viewing stopped; who reached the end before looks only at parts again.
        is_rate_told: the log knows the viewer's rate already from this very date.
        """
        random = self.random.random
        resumes = _SHORTEST_RESUME < position < player.video.length - _SHORTEST_RESUME
        player.load(position if resumes else 0)
        if random() < 0.1:
            self._download(player)
        if not is_rate_told:
            player.wait(self.between(_LEAST_ACTION, _LONGEST_LOAD))
            self._set_rate(player)
        player.quarters = self.rate
        if resumes or not is_rate_told or random() < 0.7:
            # else the video starts by itself, in the very instant of its page
            player.wait(self.between(_LEAST_ACTION, _LONGEST_LOAD))
        player.play()
        has_seen_all = position == player.video.length
        for _ in range(self.random.randrange(1, 5) if has_seen_all else _MOST_ACTIONS):
            if not self._go_on(player):
                return
        if player.is_playing:
            self._close(player)

    def _go_on(self, player: Player) -> bool:
        """Watches for a while, then does one thing; False once the viewing is over."""
        player.run_between_heartbeats(self.between(4 * SECOND, 110 * SECOND))
        if player.has_ended:
            self._replay(player)
            return False
        draw = self.random.random()
        if draw < 0.30:
            return True
        if draw < 0.50:
            self._pause(player)
        elif draw < 0.63:
            player.seek(self._other_place(player))
        elif draw < 0.72:
            self._seek_while_paused(player)
        elif draw < 0.78:
            self._change_rate(player)
        elif draw < 0.86:
            self._change_settings(player)
        elif draw < 0.93:
            player.buffer(self.between(SECOND, 12 * SECOND))
            # where it stood still cannot be told before the next heartbeat
            player.run_to_heartbeat(1)
        elif draw < 0.96:
            player.pause()
            return False
        else:
            self._close(player)
            return False
        return not player.has_ended

    def _replay(self, player: Player) -> None:
        """Now and then clicks on the beginning of the video that has just ended."""
        if self.random.random() < 0.08:
            player.wait(self.between(SECOND, MINUTE))
            player.play_at(0)
            self._close(player)

    def _close(self, player: Player) -> None:
        """Plays on for a while and closes the browser: the last heartbeat is the last one knows."""
        player.run_to_heartbeat(self.random.randrange(1, 8))

    def _pause(self, player: Player) -> None:
        draw = self.random.random()
        player.pause(is_sent_twice=draw > 0.97)
        if draw < 0.1:
            player.wait(self.between(SECOND, MINUTE))
            player.change_volume(self._volume(), is_broken=draw < 0.03)
        longest = 45 * MINUTE if draw < 0.13 else 4 * MINUTE
        player.wait(self.between(2 * SECOND, longest))
        player.play()

    def _seek_while_paused(self, player: Player) -> None:
        player.pause()
        player.wait(self.between(SECOND, 30 * SECOND))
        if self.random.random() < 0.3:
            player.play_at(self._other_place(player))
            return
        for _ in range(self.random.choice((1, 1, 2))):
            player.seek(self._other_place(player))
            player.wait(self.between(SECOND, 20 * SECOND))
        player.play()

    def _other_place(self, player: Player) -> int:
        """A place in the video: a few seconds off, or anywhere; never the one where it stands."""
        last = player.video.length - 8 * SECOND
        if self.random.random() < 0.5:
            place = player.position + self.random.choice((-30, -10, -10, 7, 15, 30)) * SECOND
        else:
            place = self.between(0, last)
        place = max(0, min(place, last))
        return place if place != player.position else max(0, place - 4 * SECOND)

    def _change_rate(self, player: Player) -> None:
        self.rate = self.random.choice([rate for rate in _RATES if rate != player.quarters])
        self._set_rate(player)

    def _set_rate(self, player: Player) -> None:
        player.change_rate(self.rate)

    def _change_settings(self, player: Player) -> None:
        draw = self.random.random()
        if draw < 0.4:
            player.change_volume(self._volume())
        elif draw < 0.6:
            player.change_subtitle(self.random.choice(_LANGUAGES))
        else:
            # in one instant, amid a stretch that a heartbeat has begun
            player.run_to_heartbeat(2)
            player.run_between_heartbeats(SECOND)
            if player.is_playing and player.at % HOUR > MINUTE:
                player.change_volume(self._volume())
                player.change_subtitle(self.random.choice(_LANGUAGES))

    def _volume(self) -> float:
        return self.random.randrange(21) / 20

    def _download(self, player: Player) -> None:
        player.wait(self.between(_LEAST_ACTION, _LONGEST_LOAD))
        player.download(None)
        player.wait(self.between(_LEAST_ACTION, _LONGEST_LOAD))
        player.download(self.random.choice(_LANGUAGES[:-1]))
